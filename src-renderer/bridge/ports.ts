import type { EngineFrame, FramePort, RendererFrame } from '../../src-shared/bridge/messages.ts';

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
    socket.onopen = () => {
      resolve({
        send: (frame) => socket.send(JSON.stringify(frame)),
        onFrame: (listener) => {
          socket.onmessage = (event: MessageEvent<unknown>) => {
            if (typeof event.data !== 'string') return;
            const frame: unknown = JSON.parse(event.data);
            if (isEngineFrame(frame)) listener(frame);
          };
        },
        onClose: (listener) => {
          socket.onclose = listener;
        },
        close: () => socket.close(),
      });
    };
  });
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
