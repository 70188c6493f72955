import type { EngineFrame, FramePort, RendererFrame } from '../../src-shared/bridge/messages.ts';
import type { EarlyLine } from '../early/early.ts';

type RendererPort = FramePort<RendererFrame, EngineFrame>;

const frameTypes = new Set<unknown>(['value', 'patch', 'result', 'error', 'event']);

/** Ports carry only what our own engine wrote; the check keeps a stray message from being taken for a frame. */
function isEngineFrame(value: unknown): value is EngineFrame {
  return typeof value === 'object' && value !== null && 'type' in value && frameTypes.has(value.type);
}

/** The Chromium shell: a WebSocket on loopback, guarded by the page's own cookie. Rejects when it cannot be opened. */
export function openWebSocketPort(url: string): Promise<RendererPort> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.onerror = () => reject(new Error('the engine could not be reached'));
    socket.onopen = () => resolve(wrapSocket(socket, []));
  });
}

/** The line that the page's first script opened, with what came on it meanwhile. Rejects when it did not last. */
export function openEarlyPort({ socket, received }: EarlyLine): Promise<RendererPort> {
  return new Promise((resolve, reject) => {
    const failed = () => reject(new Error('the engine could not be reached'));
    if (socket.readyState === WebSocket.OPEN) return resolve(wrapSocket(socket, received));
    if (socket.readyState !== WebSocket.CONNECTING) return failed();
    socket.addEventListener('error', failed);
    socket.addEventListener('open', () => resolve(wrapSocket(socket, received)));
  });
}

function wrapSocket(socket: WebSocket, received: readonly unknown[]): RendererPort {
  return {
    send: (frame) => socket.send(JSON.stringify(frame)),
    onFrame: (listener) => {
      const take = (data: unknown) => {
        if (typeof data !== 'string') return;
        const frame: unknown = JSON.parse(data);
        if (isEngineFrame(frame)) listener(frame);
      };
      socket.onmessage = (event: MessageEvent<unknown>) => take(event.data);
      for (const data of received) take(data);
    },
    onClose: (listener) => {
      socket.onclose = listener;
    },
    close: () => socket.close(),
  };
}

/** Electron: the MessagePort whose other end the engine's process holds. */
export function wrapMessagePort(port: MessagePort): RendererPort {
  return {
    send: (frame) => port.postMessage(frame),
    onFrame: (listener) => {
      port.onmessage = (event: MessageEvent<unknown>) => {
        if (isEngineFrame(event.data)) listener(event.data);
      };
    },
    onClose: (listener) => port.addEventListener('close', listener),
    close: () => port.close(),
  };
}
