import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import type { SecretStore } from '../engine/shell.ts';

const secretsSchema = z.record(z.string(), z.base64());

/**
 * Secrets in a file, each encrypted with the key that the system keeps for this application (Keychain, DPAPI, Secret
 * Service, KWallet). Linux without a keyring gives `basic_text`, a key that everybody knows: that is none.
 */
export function createSafeStorageSecrets(deps: {
  file: string;
  safeStorage: Pick<
    SafeStorage,
    'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
  >;
  platform: NodeJS.Platform;
}): SecretStore {
  const { file, safeStorage } = deps;

  function read(): Record<string, string> {
    try {
      return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
      throw error;
    }
  }

  function write(secrets: Record<string, string>): void {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }

  function protects(): boolean {
    if (!safeStorage.isEncryptionAvailable()) return false;
    if (deps.platform !== 'linux') return true;
    return !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
  }

  return {
    available: async () => protects(),
    async get(name) {
      const sealed = read()[name];
      return sealed === undefined ? null : safeStorage.decryptString(Buffer.from(sealed, 'base64'));
    },
    async set(name, value) {
      if (!protects()) throw new Error('the system keeps no secrets for this application');
      write({ ...read(), [name]: safeStorage.encryptString(value).toString('base64') });
    },
    async delete(name) {
      const { [name]: _gone, ...rest } = read();
      write(rest);
    },
  };
}
