import { createEngine } from '../../../src-main/engine/engine.ts';
import { silentLog } from '../../../src-main/engine/log.ts';
import type { EngineFrame, RendererFrame } from '../../../src-shared/bridge/messages.ts';
import { createPort } from '../../simulators/port.ts';
import { createFakeShell } from '../../simulators/shell.ts';

/** An engine in a process of its own, whose limits the test sets. Frames of the bridge come and go over Node's IPC. */
const [folder = '', serverUrl = ''] = process.argv.slice(2);
const engine = createEngine({ folder, serverUrl, shell: createFakeShell({ keyring: false }), log: silentLog });
const { renderer, engine: port } = createPort<RendererFrame, EngineFrame>();
renderer.onFrame((frame) => void process.send?.(frame));
process.on('message', (frame: RendererFrame) => renderer.send(frame));
process.once('disconnect', () => process.exit(0));
engine.attach(port);
await engine.start();
process.send?.({ type: 'started' });
