import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Field } from '../../src-shared/protocol/contacts.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import type { WriteTransaction } from '../log/write.ts';
import { loadFields } from '../store/entities/directory.ts';
import { titleOf } from './events.ts';
import { type ContactKey, keysOf, lookUp } from './keys.ts';
import { type Match, matchOf } from './matching.ts';
import { idsOf, mergeRecords } from './merging.ts';
import { type CustomerRecord, recordOf } from './record.ts';
import { answerSuggestion, openSuggestionsOf, saySuggestion, suggestionsBetween } from './suggestions.ts';

/** What more contacts than this have in common (a switchboard in a field) says nothing of any of them. */
const CROWD = 20;

/**
 * Looks whether somebody whose keys changed is known by another record: what is certain is linked by itself, what is
 * possible becomes a suggestion, and a suggestion whose reasons are gone is withdrawn. Nobody whom people refused or
 * separated is linked or suggested again. The unit must be flushed before; what this changes is flushed. `true`: somebody
 * was linked, and so may be what they have open.
 */
export async function linkMatches(unit: WorkUnit): Promise<boolean> {
  const changed = unit.takeRecognisable();
  if (changed.length === 0) return false;
  let linked = false;
  const fields = await loadFields(unit.tx.db, unit.tx.workspaceId);
  const holders = await holdersOf(unit.tx, await ownKeys(unit, changed, fields));
  const suggested = await openSuggestionsOf(unit.tx, changed);
  for (const contactId of changed) {
    const contact = await unit.contact(contactId);
    if (contact === null) continue;
    const others = new Set(keysOf(contact, fields).flatMap((key) => holders.get(lookUp(key)) ?? []));
    others.delete(contactId);
    for (const otherId of others) linked = (await compare(unit, fields, contactId, otherId)) || linked;
    for (const suggestion of suggested.filter(({ contactIds }) => contactIds.includes(contactId))) {
      const [a, b] = suggestion.contactIds;
      const two = await both(unit, a, b);
      if (two === null || matchBetween(two, fields).verdict !== 'none') continue;
      await answerSuggestion(unit.tx, suggestion, 'gone');
    }
  }
  return linked;
}

/** null: they are one already, or one of them does not exist. */
async function both(unit: WorkUnit, a: string, b: string): Promise<[CustomerRecord, CustomerRecord] | null> {
  const [one, other] = [await recordOf(unit, a), await recordOf(unit, b)];
  return one === null || other === null || one.root.id === other.root.id ? null : [one, other];
}

function matchBetween([a, b]: [CustomerRecord, CustomerRecord], fields: readonly Field[]): Match {
  const keys = ({ root, parts }: CustomerRecord) => [root, ...parts].flatMap((contact) => keysOf(contact, fields));
  return matchOf(keys(a), keys(b));
}

/** `true`: they were linked. */
async function compare(unit: WorkUnit, fields: readonly Field[], contactId: string, otherId: string): Promise<boolean> {
  const two = await both(unit, contactId, otherId);
  if (two === null) return false;
  const match = matchBetween(two, fields);
  if (match.verdict === 'none') return false;
  const { reasons } = match;
  const said = await suggestionsBetween(unit.tx, idsOf(two[0]), idsOf(two[1]));
  if (said.some(({ state }) => state === 'refused')) return false;
  if (match.verdict === 'certain') {
    // The older record stays what it is.
    const [into, from] = two.toSorted(
      (a, b) => a.root.createdAt - b.root.createdAt || (a.root.id < b.root.id ? -1 : 1),
    );
    if (into === undefined || from === undefined) return false;
    await mergeRecords(unit, into, from, { byId: null, reasons, choices: {} });
    return true;
  }
  const open = said.find(({ state }) => state === 'open');
  if (open !== undefined && isDeepStrictEqual(open.reasons, reasons)) return false;
  const ids = open?.contactIds ?? [contactId, otherId];
  const titles = new Map(two.flatMap((record) => idsOf(record).map((id) => [id, titleOf(record.shown)])));
  const named = ids.map((id) => ({ id, title: titles.get(id) ?? '' }));
  await saySuggestion(unit.tx, named, { state: 'open', reasons });
  return false;
}

async function ownKeys(unit: WorkUnit, contactIds: string[], fields: readonly Field[]): Promise<ContactKey[]> {
  const keys: ContactKey[] = [];
  for (const id of contactIds) {
    const contact = await unit.contact(id);
    if (contact !== null) keys.push(...keysOf(contact, fields));
  }
  return keys;
}

/** By key, the contacts that have it; none for what a crowd has. One look by index for each key. */
export async function holdersOf(
  { db, workspaceId }: Pick<WriteTransaction, 'db' | 'workspaceId'>,
  keys: readonly ContactKey[],
): Promise<Map<string, string[]>> {
  if (keys.length === 0) return new Map();
  const wanted = [...new Map(keys.map((key) => [lookUp(key), key])).values()];
  const { rows } = await sql<Pick<ContactKey, 'kind' | 'value'> & { contact_id: string }>`
    SELECT wanted.kind, wanted.value, holder.contact_id
    FROM unnest(${wanted.map(({ kind }) => kind)}::text[], ${wanted.map(({ value }) => value)}::text[]) AS wanted (kind, value)
    CROSS JOIN LATERAL (
      SELECT contact_id FROM contact_key
      WHERE workspace_id = ${workspaceId} AND kind = wanted.kind AND value = wanted.value LIMIT ${CROWD + 1}) AS holder`.execute(
    db,
  );
  const holders = new Map<string, string[]>();
  for (const [key, group] of Map.groupBy(rows, lookUp))
    if (group.length <= CROWD)
      holders.set(
        key,
        group.map((row) => row.contact_id),
      );
  return holders;
}
