import { readUploadPlace } from '../../../src-shared/bridge/upload-place.ts';
import { httpErrorSchema, routes, uploadReplySchema } from '../../../src-shared/protocol/http.ts';
import { parseJson } from '../json.ts';
import type { Tokens } from '../session/tokens.ts';
import { postFile } from './post-file.ts';
import type { MediaContent } from './store.ts';

type UploadError = 'too-large' | 'unsupported-media' | 'offline' | 'server-error' | 'cancelled';
export type DownloadError = 'not-found' | 'pending' | 'offline' | 'server-error';

/** Media over HTTP (`POST /media`, `GET /media/:id`). */
export interface MediaTransfer {
  upload(file: {
    conversationId: string;
    name: string;
    mime: string;
    bytes: Uint8Array;
    signal: AbortSignal;
    onProgress(sentBytes: number): void;
  }): Promise<{ ok: true; mediaId: string; mime: string } | { ok: false; reason: UploadError }>;
  download(id: string): Promise<{ ok: true; content: MediaContent } | { ok: false; reason: DownloadError }>;
}

const DOWNLOAD_TIMEOUT_MS = 60_000;

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

    async download(id) {
      const response = await authorised((token) =>
        fetch(new URL(`${routes.media}/${encodeURIComponent(id)}`, deps.serverUrl), {
          headers: { authorization: `Bearer ${token}` },
          redirect: 'error',
          signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
        }),
      );
      if (response === null) return { ok: false, reason: 'offline' };
      if (response.status === 404 || response.status === 403) return { ok: false, reason: 'not-found' };
      if (!response.ok) return { ok: false, reason: 'server-error' };
      // Any other success (202, 204): the backend still fetches it from the provider.
      if (response.status !== 200) return { ok: false, reason: 'pending' };
      try {
        const bytes = new Uint8Array(await response.arrayBuffer());
        const mime = response.headers.get('content-type')?.split(';')[0]?.trim() ?? 'application/octet-stream';
        return { ok: true, content: { mime, bytes } };
      } catch {
        return { ok: false, reason: 'offline' };
      }
    },
  };
}
