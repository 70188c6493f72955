import { randomBytes } from 'node:crypto';
import { hash, type Options, verify } from '@node-rs/argon2';

/**
 * Argon2id (the library's default algorithm) with what OWASP's Password Storage Cheat Sheet recommends as a minimum: 19 MiB
 * of memory, two passes, one thread. About 20 ms of one core. A stored hash carries its own parameters, so raising
 * these leaves old passwords valid.
 */
const ARGON2: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export interface Passwords {
  hash(password: string): Promise<string>;
  /** A null hash (unknown e-mail) takes the same time as a wrong password, so that time does not tell who has an account. */
  verify(stored: string | null, password: string): Promise<boolean>;
}

export function createPasswords(): Passwords {
  const nobody = hash(randomBytes(16), ARGON2);
  // Awaited at the first sign-in; until then its failure must not end the process unheard.
  nobody.catch(() => undefined);
  return {
    hash: (password) => hash(password.normalize('NFC'), ARGON2),
    async verify(stored, password) {
      const matches = await verify(stored ?? (await nobody), password.normalize('NFC'));
      return matches && stored !== null;
    },
  };
}
