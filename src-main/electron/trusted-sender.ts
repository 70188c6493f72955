import type { IpcMainEvent } from 'electron';
import { isOwnPage } from './address.ts';

/** Only the main frame of our own window's own page is heard; a frame within it, or a page it was led to, is not. */
export function isTrustedSender(event: Pick<IpcMainEvent, 'sender' | 'senderFrame'>, windowId: number | null): boolean {
  const frame = event.senderFrame;
  if (frame === null || windowId === null || event.sender.id !== windowId) return false;
  return frame === event.sender.mainFrame && isOwnPage(frame.url);
}
