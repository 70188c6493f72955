import type { Person, Presence } from '../../src-shared/protocol/entities.ts';
import { EVERYONE } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';
import { recordWork } from './working-day.ts';

/** Stores a person's presence, records the pause it begins or ends, and says so in the log; the same state with the same reason changes nothing. */
export async function changePresence(tx: WriteTransaction, person: Person, presence: Presence): Promise<void> {
  if (person.presence.state === presence.state && person.presence.reason === presence.reason) return;
  await recordWork(tx, person, presence);
  const version = tx.nextSeq();
  await tx.db
    .updateTable('person')
    .set({ presence_state: presence.state, presence_reason: presence.reason, presence_since: presence.since, version })
    .where('id', '=', person.id)
    .where('workspace_id', '=', tx.workspaceId)
    .execute();
  tx.append(version, { body: { type: 'person', person: { ...person, presence, version } }, audience: EVERYONE });
}

/**
 * What a viewer may know of a colleague. Pauses are between a person and their supervisors (NR-17, annex II: pauses may
 * not be exposed), so to colleagues a pause looks like being away, and its reason is not sent.
 */
export function maskPresence(person: Person, viewer: Pick<Person, 'id' | 'role'>): Person {
  if (person.id === viewer.id || viewer.role !== 'agent' || person.presence.state !== 'paused') return person;
  return { ...person, presence: { ...person.presence, state: 'away', reason: null } };
}
