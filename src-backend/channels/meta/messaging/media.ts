import { readWithin } from '../read-within.ts';

/** An address leads to another at most so often. */
const STEPS = 3;

/** What Meta's servers of media answer when the signature in an address has expired, or the medium was taken away. */
const EXPIRED = new Set([403, 404, 410]);

const metaHosts = /(^|\.)(facebook\.com|fbsbx\.com|fbcdn\.net|cdninstagram\.com|instagram\.com)$/;

/**
 * Fetches a received medium from the address that its webhook gave. A webhook is signed; even so nothing is asked of any
 * server but Meta's and, for the stand-in, the connection's own Graph address; and no token goes with it. Throws an Error
 * that says why, and never contains an address. `gone`: the address has expired.
 */
export function createFetchMedia({ fetch, timeoutMs }: { fetch: typeof globalThis.fetch; timeoutMs: number }) {
  return async (
    { graphUrl }: { graphUrl: string },
    ref: string,
    maxBytes: number,
  ): Promise<{ mime: string; bytes: Uint8Array } | 'gone'> => {
    let url = URL.parse(ref);
    for (let step = 0; step <= STEPS; step += 1) {
      if (url === null || !isMetas(url, graphUrl)) throw new Error('media at an address that is not the provider’s');
      const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
      if (response.status >= 300 && response.status < 400) {
        await response.body?.cancel();
        url = URL.parse(response.headers.get('location') ?? '', url);
        continue;
      }
      if (!response.ok || response.body === null) {
        await response.body?.cancel();
        if (EXPIRED.has(response.status)) return 'gone';
        throw new Error(`media answered ${response.status}`);
      }
      const mime = response.headers.get('content-type')?.split(';')[0]?.trim() || 'application/octet-stream';
      return { mime, bytes: await readWithin(response.body, maxBytes) };
    }
    throw new Error('media led from one address to the next');
  };
}

function isMetas(url: URL, graphUrl: string): boolean {
  return url.origin === new URL(graphUrl).origin || (url.protocol === 'https:' && metaHosts.test(url.hostname));
}
