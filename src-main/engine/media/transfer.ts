import type { MediaPart } from '../../../src-shared/bridge/media-part.ts';
import { readUploadPlace } from '../../../src-shared/bridge/upload-place.ts';
import { httpErrorSchema, routes, uploadReplySchema } from '../../../src-shared/protocol/http.ts';
import { parseJson } from '../json.ts';
import type { Tokens } from '../session/tokens.ts';
import { postFile } from './post-file.ts';

type UploadError = 'too-large' | 'unsupported-media' | 'offline' | 'server-error' | 'cancelled';
export type DownloadError = 'not-found' | 'pending' | 'offline' | 'server-error';

/** Media over HTTP (`POST /media`, `GET /media/:id` and its `/thumbnail`), and pages of mails (`GET /messages/:id/html`). */
export interface MediaTransfer {
  upload(file: {
    conversationId: string;
    name: string;
    mime: string;
    bytes: Uint8Array;
    /** Recorded in the composer. */
    voice: boolean;
    signal: AbortSignal;
    onProgress(sentBytes: number): void;
  }): Promise<{ ok: true; mediaId: string; mime: string } | { ok: false; reason: UploadError }>;
  /** Answered as soon as the bytes begin to come. `body` rejects when the line fails before its end. */
  download(id: string, part: MediaPart): Promise<Download | { ok: false; reason: DownloadError }>;
}

interface Download {
  ok: true;
  mime: string;
  length: number;
  body: AsyncIterable<Uint8Array>;
}

/** Beyond any channel's limit. */
const MOST_BYTES = 512 * 1024 * 1024;
/** A server that says nothing for so long is gone; how long the whole takes is a matter of the line. */
const SILENCE_MS = 30_000;

function addressOf(id: string, part: MediaPart): string {
  const name = encodeURIComponent(id);
  switch (part) {
    case 'whole':
      return `${routes.media}/${name}`;
    case 'thumbnail':
      return `${routes.media}/${name}/thumbnail`;
    case 'page':
      return `${routes.messages}/${name}/html`;
    case 'page-with-pictures':
      return `${routes.messages}/${name}/html?images=remote`;
  }
}

export function createMediaTransfer(deps: { serverUrl: string; tokens: Tokens }): MediaTransfer {
  const { tokens } = deps;

  /** With an access token; once more with a fresh one when the server says that it ran out. null: nobody answered. */
  async function authorised<Answer extends { status: number }>(
    ask: (token: string) => Promise<Answer>,
  ): Promise<Answer | null> {
    for (let attempt = 0; ; attempt += 1) {
      const token = await tokens.access();
      if (!token.ok) return null;
      const answer = await ask(token.value).catch(() => null);
      if (answer?.status !== 401 || attempt > 0) return answer;
      tokens.invalidate();
    }
  }

  return {
    async upload({ conversationId, ...file }) {
      const url = new URL(routes.media, deps.serverUrl);
      const place = readUploadPlace(conversationId);
      if (place.conversationId !== null) url.searchParams.set('conversationId', place.conversationId);
      else url.searchParams.set('connectionId', place.connectionId);
      if (file.voice) url.searchParams.set('voice', '1');
      const answer = await authorised((token) => postFile(url, token, file));
      if (file.signal.aborted) return { ok: false, reason: 'cancelled' };
      if (answer === null) return { ok: false, reason: 'offline' };
      const json = parseJson(answer.text);
      if (answer.status >= 200 && answer.status < 300) {
        const media = uploadReplySchema.safeParse(json);
        return media.success
          ? { ok: true, mediaId: media.data.id, mime: media.data.mime }
          : { ok: false, reason: 'server-error' };
      }
      const error = httpErrorSchema.safeParse(json);
      const reason = error.success ? error.data.error : null;
      if (reason === 'too-large' || answer.status === 413) return { ok: false, reason: 'too-large' };
      return { ok: false, reason: reason === 'unsupported-media' ? reason : 'server-error' };
    },

    async download(id, part) {
      const silence = new AbortController();
      const giveUp = () => silence.abort();
      let timer = setTimeout(giveUp, SILENCE_MS);
      const response = await authorised((token) =>
        fetch(new URL(addressOf(id, part), deps.serverUrl), {
          headers: { authorization: `Bearer ${token}` },
          redirect: 'error',
          signal: silence.signal,
        }),
      );
      clearTimeout(timer);
      const refuse = (reason: DownloadError): { ok: false; reason: DownloadError } => {
        silence.abort();
        return { ok: false, reason };
      };
      if (response === null) return refuse('offline');
      if (response.status === 404 || response.status === 403) return refuse('not-found');
      if (!response.ok) return refuse('server-error');
      // Any other success (202, 204): the backend still fetches it from the provider.
      if (response.status !== 200 || response.body === null) return refuse('pending');
      const mime = response.headers.get('content-type')?.split(';')[0]?.trim() ?? 'application/octet-stream';
      const announced = response.headers.get('content-length');
      const length = Number(announced ?? Number.NaN);
      if (!Number.isSafeInteger(length) || length < 0 || length > MOST_BYTES) return refuse('server-error');
      const source = response.body;
      async function* body(): AsyncGenerator<Uint8Array> {
        try {
          timer = setTimeout(giveUp, SILENCE_MS);
          for await (const chunk of source) {
            timer.refresh();
            yield chunk;
          }
        } finally {
          clearTimeout(timer);
        }
      }
      return { ok: true, mime, length, body: body() };
    },
  };
}
