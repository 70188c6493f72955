import { createEngine } from '../../../src-main/engine/engine.ts';
import { silentLog } from '../../../src-main/engine/log.ts';
import type { EngineFrame, RendererFrame } from '../../../src-shared/bridge/messages.ts';
import { createPort } from '../../simulators/port.ts';
import { createFakeShell } from '../../simulators/shell.ts';

/**
 * An engine in a process of its own, which the test kills. It signs in, then writes one note after another and says
 * each on its output only after the engine took it: from then on it must not be lost.
 */
const [folder = '', serverUrl = '', password = ''] = process.argv.slice(2);
const engine = createEngine({ folder, serverUrl, shell: createFakeShell({ keyring: false }), log: silentLog });
const { renderer, engine: port } = createPort<RendererFrame, EngineFrame>();
const answers = new Map<number, (frame: EngineFrame) => void>();
renderer.onFrame((frame) => {
  if ('call' in frame) answers.get(frame.call)?.(frame);
});
engine.attach(port);

let call = 0;
function act(name: string, args: unknown): Promise<EngineFrame> {
  call += 1;
  const answer = new Promise<EngineFrame>((done) => answers.set(call, done));
  renderer.send({ type: 'action', call, name, args });
  return answer;
}

await engine.start();
await act('session.signIn', { email: 'ana@aurora.example', password });
await act('session.protect', { way: 'file', password: null });
for (let n = 0; ; n += 1) {
  const text = `anotação ${n}`;
  await act('server.note.add', { conversationId: 'v-1', text, mentionIds: [] });
  await act('draft.save', { conversationId: 'v-1', side: 'reply', text });
  process.stdout.write(`${text}\n`);
}
