import { bridgeUrl } from './bridge-url.ts';
import { askedFirst } from './first-watches.ts';

/**
 * The first script of the page, before the application itself has been read: it opens the line to the engine and asks
 * what the window asked at its last start, so that the answers are here when the application begins to draw. In Electron
 * the preload hands over a port instead, and this script does nothing.
 */
export interface EarlyLine {
  socket: WebSocket;
  /** What came so far, in order; whoever takes the line over sets `socket.onmessage` and reads these first. */
  received: unknown[];
  /** Names with arguments (`keyOf`) of the watches opened on it, numbered from 1 in this order. */
  asked: readonly string[];
}

declare global {
  interface Window {
    turnoEarly?: EarlyLine;
  }
}

if (window.turno === undefined) {
  const first = askedFirst();
  const socket = new WebSocket(bridgeUrl(window.location));
  const line: EarlyLine = { socket, received: [], asked: first.map(({ key }) => key) };
  socket.onmessage = ({ data }: MessageEvent<unknown>) => void line.received.push(data);
  socket.onopen = () => {
    first.forEach(({ name, args }, index) => {
      socket.send(JSON.stringify({ type: 'watch', call: index + 1, name, args }));
    });
  };
  window.turnoEarly = line;
}
