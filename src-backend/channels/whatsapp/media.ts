import { z } from 'zod';
import type { Graph } from '../meta/graph.ts';
import { readWithin } from '../meta/read-within.ts';
import type { WhatsAppSettings } from './settings.ts';

export interface MediaDeps {
  graph: Graph;
  fetch: typeof globalThis.fetch;
  timeoutMs: number;
}

const mediaBody = z.object({
  url: z.url({ protocol: /^https?$/ }),
  mime_type: z.string().min(1).max(128),
  // Documented as a number, and served as text too.
  file_size: z.coerce.number().nonnegative().optional().catch(undefined),
});

/**
 * Fetches a received medium: its id gives an address that is valid for 5 minutes, fetched with the token. An address
 * that expired in between is asked for once more. Throws an Error that says why, and never contains an address.
 */
export function createFetchMedia({ graph, fetch, timeoutMs }: MediaDeps) {
  return async (settings: WhatsAppSettings, ref: string, maxBytes: number) => {
    const found = await locate(settings, ref, maxBytes);
    const first = await download(settings, found.url);
    const response = first.status === 404 ? await again(settings, ref, maxBytes, first) : first;
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`whatsapp media answered ${response.status}`);
    }
    return { mime: found.mime_type, bytes: await readWithin(response.body, maxBytes) };
  };

  async function again(settings: WhatsAppSettings, ref: string, maxBytes: number, expired: Response) {
    await expired.body?.cancel();
    return download(settings, (await locate(settings, ref, maxBytes)).url);
  }

  async function locate(settings: WhatsAppSettings, ref: string, maxBytes: number) {
    const path = `${encodeURIComponent(ref)}?phone_number_id=${settings.phoneNumberId}`;
    const answer = await graph.get(settings, path, timeoutMs);
    if (answer.state !== 'answered') throw new Error(`whatsapp media not located: ${answer.code}`);
    const media = mediaBody.safeParse(answer.body);
    if (answer.status !== 200 || !media.success) throw new Error(`whatsapp media not located: http-${answer.status}`);
    if ((media.data.file_size ?? 0) > maxBytes) throw new Error('whatsapp media over the limit');
    return media.data;
  }

  async function download(settings: WhatsAppSettings, url: string): Promise<Response> {
    if (!mayCarryToken(url, settings.graphUrl))
      throw new Error('whatsapp media at an address that is not the provider’s');
    return fetch(url, {
      headers: { authorization: `Bearer ${settings.accessToken}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
  }
}

const metaHosts = /(^|\.)(facebook\.com|fbsbx\.com|fbcdn\.net|whatsapp\.net)$/;

/** The token goes to the Graph address itself and to Meta's own hosts, wherever an answer points. */
function mayCarryToken(url: string, graphUrl: string): boolean {
  const target = new URL(url);
  if (target.origin === new URL(graphUrl).origin) return true;
  return target.protocol === 'https:' && metaHosts.test(target.hostname);
}
