import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether `X-Hub-Signature-256` was made over these very bytes with the application's secret. The bytes must be the
 * ones received: a body parsed and written again has another signature.
 * Source: Graph API webhooks, "Validating payloads".
 */
export function isSignedWith(appSecret: string, body: Uint8Array, header: unknown): boolean {
  if (typeof header !== 'string') return false;
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1];
  if (hex === undefined) return false;
  return timingSafeEqual(createHmac('sha256', appSecret).update(body).digest(), Buffer.from(hex, 'hex'));
}

/** Compares secrets of any length without telling by time where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}
