import { mediaPath } from '../../src-shared/bridge/media-part.ts';
import { bridgeUrl } from '../early/bridge-url.ts';
import type {} from '../early/early.ts';
import { behindPaint } from '../ui/frames.ts';
import { createBridgeClient } from './client.ts';
import type { Bridge, UploadStart } from './contract.ts';
import { openEarlyPort, openWebSocketPort, wrapMessagePort } from './ports.ts';

/**
 * What Electron's preload leaves on the window. A MessagePort cannot cross `contextBridge`, so the preload posts it to
 * the page (`window.postMessage('turno:port', origin, [port])`) each time `requestPort` is called, the first time and
 * after the engine was restarted.
 */
export interface TurnoWindow {
  readonly shell: 'electron';
  requestPort(): void;
}

declare global {
  interface Window {
    readonly turno?: TurnoWindow;
  }
}

/** The bridge of the shell this page runs in: Electron when its preload left its mark, else the Chromium shell. */
export function connectBridge(): Bridge {
  const shell = window.turno;
  const early = window.turnoEarly ?? null;
  let isFirst = true;
  const openLoopbackPort = () => {
    const takesEarly = isFirst && early !== null;
    isFirst = false;
    return takesEarly ? openEarlyPort(early) : openWebSocketPort(bridgeUrl(window.location));
  };
  return createBridgeClient({
    open: shell === undefined ? openLoopbackPort : () => openElectronPort(shell),
    asked: early?.asked ?? [],
    afterPaint: behindPaint,
    upload: postUpload,
    mediaUrl: (id, part = 'whole') => mediaPath(id, part),
  });
}

function openElectronPort(shell: TurnoWindow) {
  return new Promise<ReturnType<typeof wrapMessagePort>>((resolve) => {
    const take = (event: MessageEvent<unknown>) => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== 'turno:port' || port === undefined) return;
      window.removeEventListener('message', take);
      resolve(wrapMessagePort(port));
    };
    window.addEventListener('message', take);
    shell.requestPort();
  });
}

/** Both shells take the file at the same relative address: the loopback server, or Electron's own `app://` scheme. */
async function postUpload(
  conversationId: string,
  file: Blob,
  name: string,
  options?: { voice: boolean },
): Promise<UploadStart> {
  const query = new URLSearchParams({ conversationId, name, ...(options?.voice === true && { voice: '1' }) });
  let response: Response;
  try {
    response = await fetch(`/uploads?${query}`, { method: 'POST', body: file });
  } catch {
    return { ok: false, reason: 'offline' };
  }
  if (response.status === 413) return { ok: false, reason: 'too-large' };
  if (response.status === 415) return { ok: false, reason: 'unsupported-media' };
  const body: unknown = await response.json().catch(() => null);
  const started = typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string';
  return response.ok && started ? { ok: true, id: String(body.id) } : { ok: false, reason: 'server-error' };
}
