import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SecretStore } from '../engine/shell.ts';

const SERVICE = 'Turno';

/** A keyring that is locked may show a dialog of its own; then the answer is a person's and may take this long. */
const PROBE_TIMEOUT_MS = 4_000;
const USE_TIMEOUT_MS = 60_000;

/** One secret of the system's keyring; `linux.store` pins the Secret Service, see below. */
interface Entry {
  getPassword(signal?: AbortSignal): Promise<string | null>;
  setPassword(value: string, signal?: AbortSignal): Promise<void>;
  deleteCredential(signal?: AbortSignal): Promise<boolean>;
}

export type MakeEntry = (name: string) => Promise<Entry>;

/**
 * The system's keyring: Secret Service, Keychain or Credential Manager. On Linux the library would fall back to the
 * kernel's own keyring, which forgets everything at the next boot and with it the key of the agent's files; so the
 * Secret Service is asked for by name, and where none answers there is no keyring. The library is loaded on first use.
 */
export function createKeyringSecrets(deps: {
  makeEntry: MakeEntry;
  mayAnswer(): boolean;
  probeTimeoutMs?: number;
}): SecretStore {
  const probeTimeoutMs = deps.probeTimeoutMs ?? PROBE_TIMEOUT_MS;
  let probed: Promise<boolean> | null = null;

  async function probe(): Promise<boolean> {
    if (!deps.mayAnswer()) return false;
    try {
      const entry = await deps.makeEntry('probe');
      await entry.getPassword(AbortSignal.timeout(probeTimeoutMs));
      return true;
    } catch {
      return false;
    }
  }

  return {
    available() {
      probed ??= within(probe(), probeTimeoutMs).catch(() => false);
      return probed;
    },
    async get(name) {
      const entry = await deps.makeEntry(name);
      return (await within(entry.getPassword(AbortSignal.timeout(USE_TIMEOUT_MS)), USE_TIMEOUT_MS)) ?? null;
    },
    async set(name, value) {
      const entry = await deps.makeEntry(name);
      await within(entry.setPassword(value, AbortSignal.timeout(USE_TIMEOUT_MS)), USE_TIMEOUT_MS);
    },
    async delete(name) {
      const entry = await deps.makeEntry(name);
      await within(entry.deleteCredential(AbortSignal.timeout(USE_TIMEOUT_MS)), USE_TIMEOUT_MS);
    },
  };
}

export const systemKeyring = (): SecretStore =>
  createKeyringSecrets({
    mayAnswer: () => process.platform !== 'linux' || hasSessionBus(process.env),
    async makeEntry(name) {
      const { AsyncEntry } = await import('@napi-rs/keyring');
      return new AsyncEntry(SERVICE, name, { linux: { store: 'secret-service' } });
    },
  });

/** The Secret Service lives on the session bus; without a bus the library would only wait. */
function hasSessionBus(environment: NodeJS.ProcessEnv): boolean {
  if (environment.DBUS_SESSION_BUS_ADDRESS) return true;
  return existsSync(join(environment.XDG_RUNTIME_DIR ?? `/run/user/${process.getuid?.() ?? 0}`, 'bus'));
}

/** A native call need not heed its signal; this one is left behind then. */
function within<Value>(work: Promise<Value>, ms: number): Promise<Value> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error('the keyring does not answer')), ms);
    work.then(done, fail).finally(() => clearTimeout(timer));
  });
}
