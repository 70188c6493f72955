import { randomUUID } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import type { UploadView } from '../../../src-shared/bridge/views.ts';
import type { Capabilities } from '../../../src-shared/protocol/entities.ts';
import type { Clock } from '../clock.ts';
import { errorFacts } from '../error-facts.ts';
import type { Log } from '../log.ts';
import type { MediaStore } from './store.ts';
import type { MediaTransfer } from './transfer.ts';

export interface UploadInput {
  conversationId: string;
  name: string;
  mime: string;
  body: Uint8Array | AsyncIterable<Uint8Array>;
}

/**
 * Files on their way to a conversation. What the channel would refuse is refused here, before a byte is sent; the type
 * is what the bytes say, not the name. A ready upload waits for `message.send` with its media id.
 */
export interface Uploads {
  add(input: UploadInput): Promise<UploadView>;
  cancel(id: string): void;
  list(conversationId: string): UploadView[];
  /** A message with this medium was handed over: the upload has done its work. */
  used(mediaId: string): void;
  /** Ends what runs; resolves when nothing is written any more. */
  stop(): Promise<void>;
}

/** Progress is shown this often at most. */
const PROGRESS_MS = 100;

export function createUploads(deps: {
  transfer: MediaTransfer;
  store: MediaStore;
  /** null when the conversation is not on this machine. */
  capabilities(conversationId: string): Capabilities | null;
  clock: Clock;
  log: Log;
  onChange(conversationId: string): void;
}): Uploads {
  const { clock, log } = deps;
  const running = new Set<Promise<void>>();
  const uploads = new Map<string, { view: UploadView; abort: AbortController }>();

  function show(id: string, change: Partial<UploadView>): void {
    const upload = uploads.get(id);
    if (upload === undefined) return;
    upload.view = { ...upload.view, ...change };
    deps.onChange(upload.view.conversationId);
  }

  const fail = (id: string, error: NonNullable<UploadView['error']>): void => show(id, { state: 'failed', error });

  async function run(id: string, input: UploadInput, signal: AbortSignal): Promise<void> {
    const media = deps.capabilities(input.conversationId)?.media ?? [];
    const largest = Math.max(0, ...media.map((kind) => kind.maxBytes));
    const bytes = await collect(input.body, largest);
    if (signal.aborted) return;
    if (bytes === null) return fail(id, 'too-large');
    const mime = (await fileTypeFromBuffer(bytes))?.mime ?? input.mime;
    const allowed = media.find((kind) => kind.mimes.includes(mime));
    if (allowed === undefined) return fail(id, 'unsupported-media');
    if (bytes.length > allowed.maxBytes) return fail(id, 'too-large');
    show(id, { mime, bytes: bytes.length });

    let shownAt = Number.NEGATIVE_INFINITY;
    const answer = await deps.transfer.upload({
      conversationId: input.conversationId,
      name: input.name,
      mime,
      bytes,
      signal,
      onProgress(sentBytes) {
        if (clock.monotonic() - shownAt < PROGRESS_MS && sentBytes < bytes.length) return;
        shownAt = clock.monotonic();
        show(id, { sentBytes });
      },
    });
    if (!answer.ok) {
      if (answer.reason === 'cancelled') return;
      log.warn('upload-failed', { reason: answer.reason, bytes: bytes.length });
      return fail(id, answer.reason);
    }
    // The agent's own picture shows at once, and offline.
    await deps.store.put(answer.mediaId, { mime: answer.mime, bytes }).catch((error: unknown) => {
      log.warn('media-not-kept', errorFacts(error));
    });
    show(id, { state: 'ready', sentBytes: bytes.length, mediaId: answer.mediaId });
  }

  return {
    async add(input) {
      const id = randomUUID();
      const abort = new AbortController();
      const view: UploadView = {
        id,
        conversationId: input.conversationId,
        name: input.name.slice(0, 255),
        mime: input.mime,
        bytes: input.body instanceof Uint8Array ? input.body.length : 0,
        sentBytes: 0,
        state: 'uploading',
        mediaId: null,
        error: null,
      };
      uploads.set(id, { view, abort });
      deps.onChange(input.conversationId);
      const going = run(id, input, abort.signal)
        .catch((error: unknown) => {
          log.error('upload-broke', errorFacts(error));
          fail(id, 'server-error');
        })
        .finally(() => running.delete(going));
      running.add(going);
      return view;
    },
    cancel(id) {
      const upload = uploads.get(id);
      if (upload === undefined) return;
      upload.abort.abort();
      uploads.delete(id);
      deps.onChange(upload.view.conversationId);
    },
    list: (conversationId) =>
      [...uploads.values()].map(({ view }) => view).filter((view) => view.conversationId === conversationId),
    used(mediaId) {
      for (const [id, { view }] of uploads) {
        if (view.mediaId !== mediaId) continue;
        uploads.delete(id);
        deps.onChange(view.conversationId);
      }
    },
    async stop() {
      for (const { abort } of uploads.values()) abort.abort();
      uploads.clear();
      await Promise.all(running);
    },
  };
}

/** null: more than `limit` bytes; the rest is not read. */
async function collect(body: UploadInput['body'], limit: number): Promise<Uint8Array | null> {
  if (body instanceof Uint8Array) return body.length > limit && limit > 0 ? null : body;
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of body) {
    total += chunk.length;
    if (limit > 0 && total > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
