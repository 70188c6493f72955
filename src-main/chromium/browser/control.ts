import type { Readable, Writable } from 'node:stream';

/**
 * The browser's control pipe (`--remote-debugging-pipe`, Chrome DevTools Protocol): messages ended by a zero byte over
 * two inherited descriptors, which no other program can reach. It is used to bring the window to the front and to close it; nothing
 * is sent while the browser starts, for the first message costs about a tenth of a second there.
 */
export interface BrowserControl {
  /** true: a window was brought to the front; false: there is none, or the browser does not answer. */
  bringToFront(origin: string): Promise<boolean>;
  close(): Promise<void>;
}

const ANSWER_TIMEOUT_MS = 2_000;

export function createBrowserControl(input: Writable, output: Readable): BrowserControl {
  const waiting = new Map<number, (result: unknown) => void>();
  let last = 0;
  let text = '';

  output.setEncoding('utf8');
  output.on('data', (chunk: string) => {
    text += chunk;
    for (let end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0')) {
      take(text.slice(0, end));
      text = text.slice(end + 1);
    }
  });
  // The browser went away: who waits is told by the time limit.
  output.on('error', () => {});
  input.on('error', () => {});

  function take(message: string): void {
    const answer: unknown = JSON.parse(message);
    if (typeof answer !== 'object' || answer === null || !('id' in answer) || typeof answer.id !== 'number') return;
    waiting.get(answer.id)?.('result' in answer ? answer.result : null);
    waiting.delete(answer.id);
  }

  function ask(method: string, params: Record<string, unknown> = {}): Promise<unknown> {
    last += 1;
    const id = last;
    return new Promise((done) => {
      const timer = setTimeout(() => {
        waiting.delete(id);
        done(null);
      }, ANSWER_TIMEOUT_MS);
      waiting.set(id, (result) => {
        clearTimeout(timer);
        done(result);
      });
      input.write(`${JSON.stringify({ id, method, params })}\0`);
    });
  }

  return {
    async bringToFront(origin) {
      const targetId = pageOf(await ask('Target.getTargets'), origin);
      if (targetId === null) return false;
      const window = windowIdOf(await ask('Browser.getWindowForTarget', { targetId }));
      if (window?.minimized) {
        await ask('Browser.setWindowBounds', { windowId: window.id, bounds: { windowState: 'normal' } });
      }
      return (await ask('Target.activateTarget', { targetId })) !== null;
    },
    async close() {
      await ask('Browser.close');
    },
  };
}

function pageOf(result: unknown, origin: string): string | null {
  if (typeof result !== 'object' || result === null || !('targetInfos' in result)) return null;
  if (!Array.isArray(result.targetInfos)) return null;
  const targets: unknown[] = result.targetInfos;
  for (const target of targets) {
    if (typeof target !== 'object' || target === null) continue;
    if (!('type' in target && 'url' in target && 'targetId' in target)) continue;
    const { type, url, targetId } = target;
    if (type !== 'page' || typeof url !== 'string' || typeof targetId !== 'string') continue;
    if (url.startsWith(`${origin}/`)) return targetId;
  }
  return null;
}

function windowIdOf(result: unknown): { id: number; minimized: boolean } | null {
  if (typeof result !== 'object' || result === null || !('windowId' in result) || !('bounds' in result)) return null;
  const { windowId, bounds } = result;
  if (typeof windowId !== 'number' || typeof bounds !== 'object' || bounds === null) return null;
  return { id: windowId, minimized: 'windowState' in bounds && bounds.windowState === 'minimized' };
}
