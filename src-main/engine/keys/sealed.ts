import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * AES-256-GCM with a random nonce: `nonce (12) | tag (16) | ciphertext`. `context` is bound to the content, so that a
 * sealed file cannot be passed off as another.
 */
export function seal(key: Uint8Array, context: string, content: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** null when the key is another, or the bytes were changed. */
export function unseal(key: Uint8Array, context: string, sealed: Uint8Array): Buffer | null {
  if (sealed.length < 28) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
  } catch {
    return null;
  }
}

/** One key per purpose from the one key of the profile (RFC 5869), so that no two uses share a key. */
export function deriveKey(key: Uint8Array, purpose: 'database' | 'session' | 'media' | 'inbox'): Buffer {
  return Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), `turno/${purpose}`, 32));
}
