import { createHash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Session, sessionSchema } from '../../../src-shared/protocol/http.ts';
import { readIfThere, writeWhole } from '../files.ts';
import { parseJson } from '../json.ts';
import { deriveKey, seal, unseal } from '../keys/sealed.ts';

/**
 * One folder per server and person. Who signs in next on the same machine has their own, with their own key; nobody's
 * drafts, outbox or cache are touched by another's session.
 *
 *   machine.json              the server used last, and whose profile was open
 *   profiles/<id>/profile.json    what is shown before the files are open: e-mail and name
 *                 protection.json, key    see keys/key-keeper.ts
 *                 session.sealed    refresh token and who it belongs to, encrypted
 *                 cache.db, user.db, media/    encrypted
 */
const machineSchema = z.object({ serverUrl: z.string().nullable(), profileId: z.string().nullable() });
type Machine = z.infer<typeof machineSchema>;

const profileSchema = z.object({
  serverUrl: z.string(),
  email: z.string(),
  name: z.string(),
  /** Why the server ended the session; null while it lives or after a sign-out. */
  notice: z.enum(['session-expired', 'session-revoked']).nullable(),
});
type Profile = z.infer<typeof profileSchema>;

const keptSessionSchema = sessionSchema.pick({ refreshToken: true, person: true, workspace: true });
export type KeptSession = z.infer<typeof keptSessionSchema>;

export interface Profiles {
  machine(): Promise<Machine>;
  setMachine(machine: Machine): Promise<void>;
  idOf(serverUrl: string, session: Pick<Session, 'person' | 'workspace'>): string;
  folderOf(profileId: string): string;
  read(profileId: string): Promise<Profile | null>;
  write(profileId: string, profile: Profile): Promise<void>;
  /** null when there is none, or it cannot be read with this key. */
  readSession(profileId: string, key: Uint8Array): Promise<KeptSession | null>;
  writeSession(profileId: string, key: Uint8Array, session: KeptSession): Promise<void>;
  hasSession(profileId: string): Promise<boolean>;
  forgetSession(profileId: string): Promise<void>;
  /** Keeps files that cannot be opened any more out of the way, whole. Returns the new folder's name. */
  setAside(profileId: string, at: number): Promise<string>;
}

export function createProfiles(deps: { folder: string }): Profiles {
  const machineFile = join(deps.folder, 'machine.json');
  const folderOf = (profileId: string) => join(deps.folder, 'profiles', profileId);
  const sessionFile = (profileId: string) => join(folderOf(profileId), 'session.sealed');

  return {
    async machine() {
      return (await readJson(machineFile, machineSchema)) ?? { serverUrl: null, profileId: null };
    },
    setMachine: (machine) => writeWhole(machineFile, JSON.stringify(machine)),

    idOf(serverUrl, session) {
      const name = [new URL(serverUrl).origin, session.workspace.id, session.person.id].join('\n');
      return createHash('sha256').update(name).digest('hex').slice(0, 24);
    },
    folderOf,
    read: (profileId) => readJson(join(folderOf(profileId), 'profile.json'), profileSchema),
    write: (profileId, profile) => writeWhole(join(folderOf(profileId), 'profile.json'), JSON.stringify(profile)),

    async readSession(profileId, key) {
      const sealed = await readIfThere(sessionFile(profileId));
      if (sealed === null) return null;
      const bytes = unseal(deriveKey(key, 'session'), `session/${profileId}`, sealed);
      if (bytes === null) return null;
      const kept = keptSessionSchema.safeParse(JSON.parse(bytes.toString('utf8')));
      return kept.success ? kept.data : null;
    },
    async writeSession(profileId, key, { refreshToken, person, workspace }) {
      const bytes = Buffer.from(JSON.stringify({ refreshToken, person, workspace }));
      await writeWhole(sessionFile(profileId), seal(deriveKey(key, 'session'), `session/${profileId}`, bytes));
    },
    hasSession: async (profileId) => (await readIfThere(sessionFile(profileId))) !== null,
    forgetSession: (profileId) => rm(sessionFile(profileId), { force: true }),

    async setAside(profileId, at) {
      const aside = `${profileId}-set-aside-${at}`;
      await rename(folderOf(profileId), folderOf(aside));
      return aside;
    },
  };
}

async function readJson<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema> | null> {
  const bytes = await readIfThere(path);
  if (bytes === null) return null;
  const parsed = schema.safeParse(parseJson(bytes.toString('utf8')));
  return parsed.success ? parsed.data : null;
}
