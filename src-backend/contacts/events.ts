import type { ContactEvent } from '../../src-shared/protocol/contacts.ts';
import type { Deal } from '../../src-shared/protocol/deals.ts';
import type { Contact, Identity } from '../../src-shared/protocol/entities.ts';
import { identityWords } from '../../src-shared/rules/identity-words.ts';

type What = ContactEvent['what'];
/** An event still without id, time and position. */
export type Happening = Pick<ContactEvent, 'contactId' | 'what'>;

/**
 * What happened to a contact's record between two states of it, for its timeline (G4): derived from the states, so that no
 * way of changing a contact can forget to tell. A merge is told by the record it went into; a separation by both.
 * `titleOfOther`: of the contact it was merged into.
 */
export function happenings(before: Contact, now: Contact, titleOfOther: (id: string) => string): Happening[] {
  const what: What[] = [];
  if (before.name !== now.name) what.push({ type: 'named', from: before.name, to: now.name });
  what.push(...fieldChanges(before, now), ...tagChanges(before, now), ...dealChanges(before.deals, now.deals));
  what.push(...identityChanges(before.identities, now.identities));
  return [...what.map((one) => ({ contactId: now.id, what: one })), ...mergeChanges(before, now, titleOfOther)];
}

/** How a contact is shown: by its name, else by how it is reached. */
export function titleOf(contact: Pick<Contact, 'name' | 'identities'>): string {
  const words = contact.identities.map(identityWords).find((one) => one !== null);
  return contact.name ?? words ?? contact.identities[0]?.address ?? '';
}

function fieldChanges(before: Contact, now: Contact): What[] {
  if (before.fields === now.fields) return [];
  const ids = new Set([...Object.keys(before.fields), ...Object.keys(now.fields)]);
  return [...ids].sort().flatMap((fieldId): What[] => {
    const [from, to] = [before.fields[fieldId] ?? null, now.fields[fieldId] ?? null];
    return from === to ? [] : [{ type: 'field', fieldId, from, to }];
  });
}

function tagChanges(before: Contact, now: Contact): What[] {
  const shown = (a: readonly string[], b: readonly string[], change: 'added' | 'removed'): What[] =>
    a.filter((tagId) => !b.includes(tagId)).map((tagId) => ({ type: 'tag', tagId, change }));
  // A tag that a merged contact brought is taken off its record by hiding it there.
  const hidden = { before: before.merged?.hiddenTagIds ?? [], now: now.merged?.hiddenTagIds ?? [] };
  const same = before.merged?.id === now.merged?.id;
  return [
    ...shown(now.tagIds, before.tagIds, 'added'),
    ...shown(before.tagIds, now.tagIds, 'removed'),
    ...(same ? shown(hidden.before, hidden.now, 'added') : []),
    ...(same ? shown(hidden.now, hidden.before, 'removed') : []),
  ];
}

function dealChanges(before: readonly Deal[], now: readonly Deal[]): What[] {
  if (before === now) return [];
  return now.flatMap((deal): What[] => {
    const was = before.find(({ id }) => id === deal.id);
    const change = dealChange(was, deal);
    if (change === null) return [];
    const stages = { fromStageId: was?.stageId ?? null, toStageId: deal.stageId };
    return [{ type: 'deal', dealId: deal.id, title: deal.title, change, ...stages }];
  });
}

function dealChange(was: Deal | undefined, deal: Deal): Extract<What, { type: 'deal' }>['change'] | null {
  if (was === undefined) return 'created';
  if (was.state !== deal.state) return deal.state === 'open' ? 'reopened' : deal.state;
  if (was.stageId !== deal.stageId || was.pipelineId !== deal.pipelineId) return 'moved';
  return was.title === deal.title && was.amount === deal.amount ? null : 'edited';
}

function identityChanges(before: readonly Identity[], now: readonly Identity[]): What[] {
  const told = ({ channel, address }: Identity, change: Extract<What, { type: 'identity' }>['change']): What => ({
    type: 'identity',
    channel,
    address,
    change,
  });
  const known = new Map(before.map((identity) => [identity.id, identity]));
  const left = before.filter(({ id }) => !now.some((identity) => identity.id === id));
  return [
    ...left.map((identity) => told(identity, 'removed')),
    ...now.flatMap((identity): What[] => {
      const was = known.get(identity.id);
      if (was === undefined) return [told(identity, 'added')];
      return [
        ...(was.verified === null && identity.verified !== null ? [told(identity, 'verified')] : []),
        ...(was.shared !== identity.shared ? [told(identity, identity.shared ? 'shared' : 'unshared')] : []),
      ];
    }),
  ];
}

function mergeChanges(before: Contact, now: Contact, titleOfOther: (id: string) => string): Happening[] {
  if (before.merged?.id === now.merged?.id) return [];
  const other = { otherId: now.id, otherTitle: titleOf(now) };
  const told: Happening[] = [];
  if (before.merged !== null) {
    const { id: mergeId, intoId } = before.merged;
    told.push({ contactId: intoId, what: { type: 'unmerged', mergeId, ...other } });
    const into = { otherId: intoId, otherTitle: titleOfOther(intoId) };
    told.push({ contactId: now.id, what: { type: 'unmerged', mergeId, ...into } });
  }
  if (now.merged !== null) {
    const { id: mergeId, intoId, reasons } = now.merged;
    told.push({ contactId: intoId, what: { type: 'merged', mergeId, ...other, reasons } });
  }
  return told;
}
