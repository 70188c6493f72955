import { z } from 'zod';
import type { Graph } from '../meta/graph.ts';
import { type Refusal, refusalOf } from '../meta/refusals.ts';
import type { WhatsAppSettings } from './settings.ts';

export interface FileToUpload {
  messageId: string;
  mime: string;
  name: string;
  read(): Promise<Uint8Array>;
  /** Bytes allowed, which may depend on what is in the file. */
  limit(bytes: Uint8Array): number;
}

export type Upload = (
  settings: WhatsAppSettings,
  file: FileToUpload,
) => Promise<{ ok: true; id: string } | { ok: false; refusal: Refusal }>;

/** Uploads stay with the provider for 30 days; a message is tried again for minutes. */
const REMEMBERED = 200;

const uploadedBody = z.object({ id: z.string().min(1) });

/**
 * Uploads a medium and gives the provider's id of it. A message that is tried again finds what it uploaded before, so that
 * a film of 16 MB does not travel with every try. An unanswered upload may be repeated: nothing was sent by it.
 */
export function createUpload({ graph, timeoutMs }: { graph: Graph; timeoutMs: number }): Upload {
  const known = new Map<string, string>();
  return async (settings, file) => {
    const key = `${settings.phoneNumberId} ${file.messageId}`;
    const before = known.get(key);
    if (before !== undefined) return { ok: true, id: before };
    let bytes: Uint8Array;
    try {
      bytes = await file.read();
    } catch {
      return { ok: false, refusal: { outcome: 'retry', code: 'media-unreadable', detail: null, afterMs: 5_000 } };
    }
    if (bytes.length > file.limit(bytes)) {
      return { ok: false, refusal: { outcome: 'failed', code: 'too-large', detail: `${bytes.length} bytes` } };
    }
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', file.mime);
    form.set('file', new Blob([new Uint8Array(bytes)], { type: file.mime }), file.name);
    const answer = await graph.post(settings, `${settings.phoneNumberId}/media`, form, timeoutMs);
    const uploaded =
      answer.state === 'answered' && answer.status < 300 ? uploadedBody.safeParse(answer.body).data : null;
    if (!uploaded) return { ok: false, refusal: refusalOf(answer, false) };
    const [oldest] = known.keys();
    if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest);
    known.set(key, uploaded.id);
    return { ok: true, id: uploaded.id };
  };
}
