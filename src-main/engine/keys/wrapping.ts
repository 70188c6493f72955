import { randomBytes } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { seal, unseal } from './sealed.ts';

/**
 * The files' key behind the agent's password: Argon2id stretches the password, AES-256-GCM wraps the key with it.
 * Cost by RFC 9106, second recommended option (64 MiB, 3 passes): about a quarter of a second once per start.
 */
export const wrappedKeySchema = z.object({
  kdf: z.literal('argon2id'),
  memoryKib: z.number().int().min(8_192).max(1_048_576),
  passes: z.number().int().min(1).max(20),
  salt: z.base64(),
  sealed: z.base64(),
});
export type WrappedKey = z.infer<typeof wrappedKeySchema>;

const COST = { memoryKib: 65_536, passes: 3 };

async function stretch(password: string, salt: Uint8Array, cost: typeof COST): Promise<Buffer> {
  return await hashRaw(password.normalize('NFC'), {
    salt,
    memoryCost: cost.memoryKib,
    timeCost: cost.passes,
    parallelism: 1,
    outputLen: 32,
  });
}

export async function wrapKey(key: Uint8Array, password: string): Promise<WrappedKey> {
  const salt = randomBytes(16);
  const sealed = seal(await stretch(password, salt, COST), 'wrapped-key', key);
  return { kdf: 'argon2id', ...COST, salt: salt.toString('base64'), sealed: sealed.toString('base64') };
}

/** null: not this password. */
export async function unwrapKey(wrapped: WrappedKey, password: string): Promise<Buffer | null> {
  const stretched = await stretch(password, Buffer.from(wrapped.salt, 'base64'), wrapped);
  return unseal(stretched, 'wrapped-key', Buffer.from(wrapped.sealed, 'base64'));
}
