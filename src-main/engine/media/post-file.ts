import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * One file as `multipart/form-data`, with its length said before and its progress told while it goes; the system's
 * `fetch` can do neither. Rejects when the line fails or `signal` aborts.
 */
export async function postFile(
  url: URL,
  token: string,
  file: {
    name: string;
    mime: string;
    bytes: Uint8Array;
    signal: AbortSignal;
    onProgress(sentBytes: number): void;
  },
): Promise<{ status: number; text: string }> {
  const boundary = `turno-${randomUUID()}`;
  const head = Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${quoted(file.name)}"\r\n` +
      `content-type: ${file.mime}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method: 'POST',
    signal: file.signal,
    timeout: SILENCE_MS,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': head.length + file.bytes.length + tail.length,
    },
  });
  request.on('timeout', () => request.destroy(new Error('no answer')));
  const answered = new Promise<{ status: number; text: string }>((done, fail) => {
    request.on('error', fail);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', fail);
      response.on('end', () => done({ status: response.statusCode ?? 0, text }));
    });
  });
  // A server that refuses early (too large) closes while we write: its answer counts, not the broken pipe.
  const written = pipeline(Readable.from(parts(head, file.bytes, tail, file.onProgress)), request).catch(
    () => undefined,
  );
  const answer = await answered;
  request.destroy();
  await written;
  return answer;
}

const CHUNK_BYTES = 64 * 1024;
const SILENCE_MS = 60_000;

async function* parts(head: Uint8Array, bytes: Uint8Array, tail: Uint8Array, onProgress: (sent: number) => void) {
  yield head;
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + CHUNK_BYTES);
    yield chunk;
    onProgress(at + chunk.length);
  }
  yield tail;
}

/** As browsers do it (HTML Standard, multipart/form-data): quotes and line breaks cannot end the header. */
const quoted = (name: string): string => name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
