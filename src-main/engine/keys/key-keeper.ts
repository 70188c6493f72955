import { randomBytes } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, writeWhole } from '../files.ts';
import { parseJson } from '../json.ts';
import type { SecretStore } from '../shell.ts';
import { unwrapKey, wrapKey, wrappedKeySchema } from './wrapping.ts';

/** How the key of one profile's files is kept. The file says how, and holds the key only when wrapped. */
const protectionSchema = z.discriminatedUnion('way', [
  z.object({ way: z.literal('keyring'), name: z.string().min(1) }),
  z.object({ way: z.literal('password'), wrapped: wrappedKeySchema }),
  z.object({ way: z.literal('file') }),
]);
type Protection = z.infer<typeof protectionSchema>;

type KeyState =
  /** Never used on this machine. */
  | { state: 'none' }
  | { state: 'locked' }
  | { state: 'open'; key: Buffer; way: Protection['way'] }
  /** It was kept and is not there any more (an emptied keyring, a deleted file): the files cannot be read. */
  | { state: 'lost' };

export interface KeyKeeper {
  /** What can be had without asking anybody. */
  open(): Promise<KeyState>;
  /** Makes the key and keeps it in the keyring; null where there is none, and then the user is asked. */
  createInKeyring(): Promise<Buffer | null>;
  /** `password`: wrapped with it. `file`: in a file that only this user may read, which the user chose knowingly. */
  create(choice: { way: 'password'; password: string } | { way: 'file' }): Promise<Buffer>;
  /** null: not this password. */
  unlock(password: string): Promise<Buffer | null>;
  /** After the password changed on the server: the same key behind the new one. Nothing to do for the other ways. */
  rewrap(key: Uint8Array, password: string): Promise<void>;
}

export function createKeyKeeper(deps: { folder: string; secrets: SecretStore }): KeyKeeper {
  const { secrets } = deps;
  const protectionFile = join(deps.folder, 'protection.json');
  const keyFile = join(deps.folder, 'key');

  async function read(): Promise<Protection | 'none' | 'unreadable'> {
    const bytes = await readIfThere(protectionFile);
    if (bytes === null) return 'none';
    const parsed = protectionSchema.safeParse(parseJson(bytes.toString('utf8')));
    return parsed.success ? parsed.data : 'unreadable';
  }

  const write = (protection: Protection): Promise<void> => writeWhole(protectionFile, JSON.stringify(protection));

  const opened = (bytes: Buffer | null, way: Protection['way']): KeyState =>
    bytes?.length === 32 ? { state: 'open', key: bytes, way } : { state: 'lost' };

  /** A keyring that fails (locked, its prompt dismissed) is as good as none; what is in it stays in it. */
  async function readSecret(name: string): Promise<string | null> {
    try {
      return (await secrets.available()) ? await secrets.get(name) : null;
    } catch {
      return null;
    }
  }

  /** Read back, for a keyring that takes and does not give would lose every file at the next start. */
  async function writeSecret(name: string, value: string): Promise<boolean> {
    try {
      if (!(await secrets.available())) return false;
      await secrets.set(name, value);
    } catch {
      return false;
    }
    return (await readSecret(name)) === value;
  }

  return {
    async open() {
      const protection = await read();
      if (protection === 'none') return { state: 'none' };
      if (protection === 'unreadable') return { state: 'lost' };
      switch (protection.way) {
        case 'password':
          return { state: 'locked' };
        case 'file':
          return opened(await readIfThere(keyFile), 'file');
        case 'keyring': {
          const kept = await readSecret(protection.name);
          return opened(kept === null ? null : Buffer.from(kept, 'base64'), 'keyring');
        }
      }
    },

    async createInKeyring() {
      const key = randomBytes(32);
      const name = `turno-key-${randomBytes(8).toString('hex')}`;
      if (!(await writeSecret(name, key.toString('base64')))) return null;
      await write({ way: 'keyring', name });
      return key;
    },

    async create(choice) {
      const key = randomBytes(32);
      if (choice.way === 'password') {
        await write({ way: 'password', wrapped: await wrapKey(key, choice.password) });
      } else {
        await writeWhole(keyFile, key);
        await chmod(keyFile, 0o600);
        await write({ way: 'file' });
      }
      return key;
    },

    async unlock(password) {
      const protection = await read();
      if (protection === 'none' || protection === 'unreadable' || protection.way !== 'password') return null;
      return await unwrapKey(protection.wrapped, password);
    },

    async rewrap(key, password) {
      const protection = await read();
      if (protection === 'none' || protection === 'unreadable' || protection.way !== 'password') return;
      const same = await unwrapKey(protection.wrapped, password);
      if (same !== null) return;
      await write({ way: 'password', wrapped: await wrapKey(key, password) });
    },
  };
}
