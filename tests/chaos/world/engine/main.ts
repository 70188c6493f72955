import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../../../src-main/engine/engine.ts';
import type { LogFields } from '../../../../src-main/engine/log.ts';
import type { EngineFrame, RendererFrame } from '../../../../src-shared/bridge/messages.ts';
import { createTestClock } from '../../../simulators/clock.ts';
import { createPort } from '../../../simulators/port.ts';
import { createFakeShell } from '../../../simulators/shell.ts';
import type { MachineOrder } from '../bridge.ts';

/**
 * An agent's machine: the desktop's own engine in a process of its own, with its files in the folder given. Frames of
 * the bridge come and go over Node's IPC, and with them what happens to a machine (its clock is set, it is shut down).
 */
const [folder = '', serverUrl = ''] = process.argv.slice(2);
const clock = createTestClock();
const write =
  (level: string) =>
  (event: string, fields: LogFields = {}) => {
    try {
      appendFileSync(join(folder, 'engine.log'), `${JSON.stringify({ at: Date.now(), level, event, ...fields })}\n`);
    } catch {
      // A full disk takes the log's lines too.
    }
  };
const engine = createEngine({
  folder,
  serverUrl,
  shell: createFakeShell({ keyring: false }),
  log: { info: write('info'), warn: write('warn'), error: write('error') },
  clock,
});
const { renderer, engine: port } = createPort<RendererFrame, EngineFrame>();
renderer.onFrame((frame) => void process.send?.(frame));
process.on('message', (frame: RendererFrame | MachineOrder) => {
  if (frame.type === 'clock') clock.setOff(frame.offMs);
  else if (frame.type === 'end') void engine.stop().then(() => process.exit(0));
  else renderer.send(frame);
});
process.once('disconnect', () => process.exit(0));
engine.attach(port);
await engine.start();
process.send?.({ type: 'started' });
