import { WebSocket } from 'ws';
import type { EngineFrame, FramePort, RendererFrame } from '../../../src-shared/bridge/messages.ts';

/** Frames of a window that came before the engine was ready are kept; a window asks for some dozens at its start. */
const MOST_EARLY_FRAMES = 1_000;

const frameTypes = new Set<unknown>(['watch', 'unwatch', 'query', 'action']);

/** A frame's outline; names and arguments are checked by the engine, which answers what breaks its contract. */
function isFrame(value: unknown): value is RendererFrame {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    frameTypes.has(value.type) &&
    'call' in value &&
    Number.isInteger(value.call)
  );
}

/** A WebSocket as a frame port. What is no frame at all can come from no window of ours, so it ends the connection. */
export function socketPort(socket: WebSocket): FramePort<EngineFrame, RendererFrame> {
  const early: RendererFrame[] = [];
  let listener: ((frame: RendererFrame) => void) | null = null;
  const closed: (() => void)[] = [];
  const refuse = () => socket.close(1003, 'not a frame');

  socket.on('message', (data, binary) => {
    if (binary) return refuse();
    let frame: unknown;
    try {
      frame = JSON.parse(data.toString());
    } catch {
      return refuse();
    }
    if (!isFrame(frame)) return refuse();
    if (listener !== null) listener(frame);
    else if (early.length < MOST_EARLY_FRAMES) early.push(frame);
    else refuse();
  });
  socket.on('close', () => {
    for (const tell of closed) tell();
  });
  // `close` follows; a window that vanishes is no event worth a crash.
  socket.on('error', () => socket.terminate());

  return {
    send(frame) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    },
    onFrame(listen) {
      listener = listen;
      for (const frame of early.splice(0)) listen(frame);
    },
    onClose(listen) {
      if (socket.readyState === WebSocket.CLOSED) listen();
      else closed.push(listen);
    },
    close: () => socket.close(),
  };
}
