import { z } from 'zod';
import type { OutboundMessage } from '../../contract.ts';
import type { Graph } from '../graph.ts';
import type { Refusal } from '../refusals.ts';
import type { MessagingProduct, MessagingSettings } from './product.ts';
import { messagingRefusalOf } from './refusals.ts';

export type Upload = (
  settings: MessagingSettings,
  message: OutboundMessage,
  type: string,
  maxBytes: number,
) => Promise<{ ok: true; id: string } | { ok: false; refusal: Refusal }>;

const REMEMBERED = 200;
const uploadedBody = z.object({
  attachment_id: z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1)),
});

/**
 * Uploads a medium and gives the provider's id of it (Attachment Upload API). A message that is tried again finds what it
 * uploaded before. An unanswered upload may be repeated: nothing was sent by it.
 */
export function createUpload(
  product: Pick<MessagingProduct, 'uploadPlatform'>,
  { graph, timeoutMs }: { graph: Graph; timeoutMs: number },
): Upload {
  const known = new Map<string, string>();
  return async (settings, { id, media }, type, maxBytes) => {
    if (media === null) return failed('empty', `${type} without bytes`);
    const key = `${settings.senderId} ${id}`;
    const before = known.get(key);
    if (before !== undefined) return { ok: true, id: before };
    let bytes: Uint8Array;
    try {
      bytes = await media.read();
    } catch {
      return { ok: false, refusal: { outcome: 'retry', code: 'media-unreadable', detail: null, afterMs: 5_000 } };
    }
    if (bytes.length > maxBytes) return failed('too-large', `${bytes.length} bytes`);
    const form = new FormData();
    if (product.uploadPlatform !== null) form.set('platform', product.uploadPlatform);
    form.set('message', JSON.stringify({ attachment: { type, payload: { is_reusable: true } } }));
    form.set('filedata', new Blob([new Uint8Array(bytes)], { type: media.mime }), plainName(media.name, type));
    const answer = await graph.post(settings, `${settings.senderId}/message_attachments`, form, timeoutMs);
    const uploaded =
      answer.state === 'answered' && answer.status < 300 ? uploadedBody.safeParse(answer.body).data : null;
    if (!uploaded) return { ok: false, refusal: messagingRefusalOf(answer, false) };
    const [oldest] = known.keys();
    if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest);
    known.set(key, uploaded.attachment_id);
    return { ok: true, id: uploaded.attachment_id };
  };
}

/** The upload takes names of ASCII only; the letters stay readable without their accents. */
function plainName(name: string | null, fallback: string): string {
  const plain = (name ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w. ()-]+/g, '_')
    .trim();
  return plain === '' ? fallback : plain.slice(-120);
}

const failed = (code: string, detail: string): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: { outcome: 'failed', code, detail },
});
