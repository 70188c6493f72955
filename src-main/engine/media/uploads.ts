import { randomUUID } from 'node:crypto';
import type { UploadView } from '../../../src-shared/bridge/views.ts';
import type { Capabilities } from '../../../src-shared/protocol/entities.ts';
import { kindOfBytes, ruleFor } from '../../../src-shared/rules/file-kind.ts';
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
  /** Recorded in the composer. */
  voice?: boolean;
}

/**
 * Files on their way to a conversation. What the channel would refuse is refused here, before a byte is sent; the type
 * is what the bytes say, not the name. A line that fails costs nothing: the file waits here and goes on when it is back. A
 * ready upload waits for `message.send` with its media id.
 */
export interface Uploads {
  add(input: UploadInput): Promise<UploadView>;
  cancel(id: string): void;
  list(conversationId: string): UploadView[];
  /** Sent up, and in no message yet. */
  mediaIds(): string[];
  /** A message with this medium was handed over: the upload has done its work. */
  used(mediaId: string): void;
  /** The line is back: what waited goes on. */
  resume(): void;
  /** Ends what runs; resolves when nothing is written any more. */
  stop(): Promise<void>;
}

/** Progress is shown this often at most. */
const PROGRESS_MS = 100;
/** The line may be up while a request failed on it: tried again after this, each time after twice as long. */
const RETRY_MS = { first: 2_000, most: 60_000 };

interface Upload {
  view: UploadView;
  abort: AbortController;
  /** What goes on when the line is back; null: nothing waits. */
  goOn: (() => void) | null;
}

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
  const uploads = new Map<string, Upload>();

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
    const mime = (await kindOfBytes(bytes, input.name)) ?? input.mime.split(';')[0] ?? '';
    const allowed = ruleFor(media, mime);
    if (allowed === null) return fail(id, 'unsupported-media');
    if (bytes.length > allowed.maxBytes) return fail(id, 'too-large');
    show(id, { mime, bytes: bytes.length });
    for (let wait: number = RETRY_MS.first; ; wait = Math.min(wait * 2, RETRY_MS.most)) {
      const sent = await send(id, input, mime, bytes, signal);
      if (sent || signal.aborted) return;
      show(id, { state: 'waiting', sentBytes: 0, error: 'offline' });
      await lineBack(id, wait, signal);
      if (signal.aborted) return;
      show(id, { state: 'uploading', error: null });
    }
  }

  /** false: the line failed, so it is worth another try. */
  async function send(
    id: string,
    input: UploadInput,
    mime: string,
    bytes: Uint8Array,
    signal: AbortSignal,
  ): Promise<boolean> {
    let shownAt = Number.NEGATIVE_INFINITY;
    const answer = await deps.transfer.upload({
      conversationId: input.conversationId,
      name: input.name,
      mime,
      bytes,
      voice: input.voice === true,
      signal,
      onProgress(sentBytes) {
        if (clock.monotonic() - shownAt < PROGRESS_MS && sentBytes < bytes.length) return;
        shownAt = clock.monotonic();
        show(id, { sentBytes });
      },
    });
    if (!answer.ok) {
      if (answer.reason === 'cancelled') return true;
      log.warn('upload-failed', { reason: answer.reason, bytes: bytes.length });
      if (answer.reason === 'offline') return false;
      fail(id, answer.reason);
      return true;
    }
    // The agent's own picture shows at once, and offline.
    await deps.store.put(answer.mediaId, { mime: answer.mime, bytes }).catch((error: unknown) => {
      log.warn('media-not-kept', errorFacts(error));
    });
    show(id, { state: 'ready', sentBytes: bytes.length, mediaId: answer.mediaId });
    return true;
  }

  /** Resolves when the line came back, after `wait`, or when it was cancelled. */
  function lineBack(id: string, wait: number, signal: AbortSignal): Promise<void> {
    return new Promise((done) => {
      const upload = uploads.get(id);
      const cancel = clock.after(wait, goOn);
      signal.addEventListener('abort', goOn, { once: true });
      function goOn() {
        cancel();
        signal.removeEventListener('abort', goOn);
        if (upload !== undefined) upload.goOn = null;
        done();
      }
      if (upload !== undefined) upload.goOn = goOn;
      if (signal.aborted) goOn();
    });
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
        ...(input.voice === true && { voice: true }),
      };
      uploads.set(id, { view, abort, goOn: null });
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
    mediaIds: () => [...uploads.values()].flatMap(({ view }) => view.mediaId ?? []),
    used(mediaId) {
      for (const [id, { view }] of uploads) {
        if (view.mediaId !== mediaId) continue;
        uploads.delete(id);
        deps.onChange(view.conversationId);
      }
    },
    resume() {
      for (const { goOn } of uploads.values()) goOn?.();
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
