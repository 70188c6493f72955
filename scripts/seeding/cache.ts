import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { demoDirectory } from '../../src-backend/demo/seed/directory.ts';
import { seedFilters } from '../../src-backend/demo/seed/filters.ts';
import { generateConversations } from '../../src-backend/demo/seed/generate.ts';
import { logItemsOf } from '../../src-backend/demo/seed/log-items.ts';
import type { Stored } from '../../src-main/engine/cache/api.ts';
import { openCache } from '../../src-main/engine/cache/cache.ts';
import { openUserData } from '../../src-main/engine/cache/user-data.ts';
import { systemClock } from '../../src-main/engine/clock.ts';
import { createKeyKeeper } from '../../src-main/engine/keys/key-keeper.ts';
import { deriveKey } from '../../src-main/engine/keys/sealed.ts';
import { silentLog } from '../../src-main/engine/log.ts';
import { createProfiles } from '../../src-main/engine/session/profiles.ts';
import type { Person } from '../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../src-shared/protocol/log.ts';
import type { SeedRequest } from './request.ts';

/** Rows in one transaction. The engine's own slices of 8 ms are for a machine on which somebody types. */
const PAGE = 20_000;

/** Nobody looks while this runs, so a slice has no end but its page's. */
const standingClock = { ...systemClock, monotonic: () => 0 };

export interface SeededDesktop {
  profileId: string;
  person: Person;
  cursor: number;
}

/**
 * Makes a desktop's folder as if somebody of the demo had worked with it: a signed-in profile (its key in a file, so
 * nobody is asked) and a cache with the history in it, written by the engine's own writer. Its session is unknown to
 * every server: it is for working without one. Throws when the folder is a desktop's already.
 *
 * @param serverUrl the server that the profile belongs to; nothing is sent there.
 * @param role who it is: a supervisor sees the conversations of every department.
 */
export async function seedCache(
  folder: string,
  request: SeedRequest,
  deps: { serverUrl: string; role: Person['role']; say(line: string): void },
): Promise<SeededDesktop> {
  if (existsSync(join(folder, 'machine.json')))
    throw new Error(`${folder} is a desktop's already; choose a new folder`);
  const { workspace, directory, emailOf } = demoDirectory();
  const person = directory.people.find(({ role }) => role === deps.role);
  if (person === undefined) throw new Error(`nobody in the demo is ${deps.role}`);

  const { serverUrl } = deps;
  const profiles = createProfiles({ folder });
  const profileId = profiles.idOf(serverUrl, { person, workspace });
  const profileFolder = profiles.folderOf(profileId);
  const noKeyring = {
    available: async () => false,
    get: async () => null,
    set: async () => {},
    delete: async () => {},
  };
  const key = await createKeyKeeper({ folder: profileFolder, secrets: noKeyring }).create({ way: 'file' });
  const databaseKey = deriveKey(key, 'database');
  const common = { key: databaseKey, clock: standingClock, log: silentLog, onTouched: () => {} };

  const user = openUserData({ ...common, file: join(profileFolder, 'user.db') });
  if (!user.ok) throw new Error(`the user's file could not be made: ${user.reason}`);
  const opened = openCache({
    ...common,
    file: join(profileFolder, 'cache.db'),
    context: {
      me: () => person.id,
      now: standingClock.now,
      timeZone: () => workspace.timeZone,
      customerTyping: () => false,
      colleagues: () => [],
      user: user.value.reader,
    },
    onCorrupt: () => {},
  });
  if (!opened.ok) throw new Error(`the cache could not be made: ${opened.reason}`);
  const { reader, writer } = opened.value.cache;

  stored(writer.beginSnapshot());
  let cursor = Math.max(...directory.people.map(({ version }) => version)) + 1_000;
  let page: LogItem[] = [
    ...directory.departments.map((department): LogItem => ({ type: 'department', department })),
    ...directory.people.map((one): LogItem => ({ type: 'person', person: one })),
    ...directory.connections.map((connection): LogItem => ({ type: 'connection', connection })),
    ...directory.tags.map((tag): LogItem => ({ type: 'tag', tag })),
    ...directory.reasons.map((reason): LogItem => ({ type: 'reason', reason })),
    ...directory.pipelines.map((pipeline): LogItem => ({ type: 'pipeline', pipeline })),
    ...directory.fields.map((field): LogItem => ({ type: 'field', field })),
    ...seedFilters(request.seed, directory, cursor - 500).map(
      (savedFilter): LogItem => ({ type: 'savedFilter', savedFilter }),
    ),
  ];
  let written = 0;
  for (const seeded of generateConversations({
    ...request,
    ...directory,
    firstPosition: cursor,
  })) {
    page.push(...logItemsOf(seeded));
    const { contact, conversation, messages, suggestion, event } = seeded;
    for (const one of [contact, conversation, suggestion, event, ...messages])
      cursor = Math.max(cursor, one?.version ?? 0);
    written += 1;
    if (page.length < PAGE) continue;
    stored(await writer.applySnapshotPage(page));
    page = [];
    deps.say(`${written} conversations`);
  }
  stored(await writer.applySnapshotPage(page));
  stored(await writer.endSnapshot({ cursor, logId: 'seeded' }));
  if (reader.isEmpty() && request.conversations > 0) throw new Error('the cache stayed empty');
  opened.value.cache.close();
  user.value.close();

  // Last, so that a folder whose seeding was broken off is no desktop's.
  await profiles.write(profileId, { serverUrl, email: emailOf(person.id), name: person.name, notice: null });
  await profiles.writeSession(profileId, key, { refreshToken: 'seeded', person, workspace });
  await profiles.setMachine({ serverUrl, profileId });
  return { profileId, person, cursor };
}

function stored<Value>(result: Stored<Value>): Value {
  if (!result.ok) throw new Error(`the cache could not be written: ${result.reason}`);
  return result.value;
}
