import type { ContactMerge } from '../protocol/contacts.ts';
import type { Contact } from '../protocol/entities.ts';

/**
 * A contact as people see it: its own record and everything merged into it, over any number of steps (A←B←C). Nothing
 * is written for it, so taking a merge away gives back what was (G2).
 *
 * Lists are united, the record's own first and then what was merged in the order of the merges. A name or a field is
 * the record's own unless that is empty; a merge's choice decides instead where it names one, **empty values too**: that
 * is how a cleared field stays clear though the other side has a value of its own.
 *
 * A change goes to one part: what exists is changed where it is, what is new becomes the record's own.
 */

/** The root's own part of the record, or one merged into it, with those merged into that. */
interface Node {
  contact: Contact;
  /** In the order of their merges. */
  merged: Branch[];
}
type Branch = Node & { mark: ContactMerge };

/** `parts` in any order. Those that lead nowhere near the root are left out. */
function treeOf(root: Contact, parts: readonly Contact[]): Node {
  const into = new Map<string, { contact: Contact; mark: ContactMerge }[]>();
  for (const contact of parts) {
    if (contact.merged === null || contact.id === root.id) continue;
    const others = into.get(contact.merged.intoId) ?? [];
    into.set(contact.merged.intoId, [...others, { contact, mark: contact.merged }]);
  }
  const branch = (contact: Contact): Node => ({
    contact,
    merged: (into.get(contact.id) ?? [])
      .toSorted((a, b) => a.mark.at - b.mark.at || (a.contact.id < b.contact.id ? -1 : 1))
      .map((part) => ({ ...branch(part.contact), mark: part.mark })),
  });
  return branch(root);
}

const contactsOf = (node: Node): Contact[] => [node.contact, ...node.merged.flatMap(contactsOf)];

/** Those of `parts` that are merged into the root, directly or not, in the order in which they are shown. */
export const mergedParts = (root: Contact, parts: readonly Contact[]): Contact[] =>
  contactsOf(treeOf(root, parts)).slice(1);

type Subject = 'name' | { fieldId: string };

const ownValue = (contact: Contact, subject: Subject): string | null =>
  subject === 'name' ? contact.name : (contact.fields[subject.fieldId] ?? null);

const choiceOf = (mark: ContactMerge, subject: Subject) => mark.choices[subject === 'name' ? 'name' : subject.fieldId];

interface Shown {
  value: string | null;
  /** The part whose value it is; for none at all, the one that a new value belongs to. */
  holder: Contact;
  /** The merges through which it comes, the root's first. */
  way: Branch[];
}

function shown(node: Node, subject: Subject): Shown {
  let result: Shown = { value: ownValue(node.contact, subject), holder: node.contact, way: [] };
  for (const branch of node.merged) {
    const choice = choiceOf(branch.mark, subject);
    if (choice === 'into') continue;
    const theirs = shown(branch, subject);
    const fills = choice === undefined && result.value === null && theirs.value !== null;
    if (choice === 'from' || fills) result = { ...theirs, way: [branch, ...theirs.way] };
  }
  return result;
}

function tagsOf(node: Node): string[] {
  const tags = new Set(node.contact.tagIds);
  for (const branch of node.merged) {
    const hidden = new Set(branch.mark.hiddenTagIds);
    for (const tagId of tagsOf(branch)) if (!hidden.has(tagId)) tags.add(tagId);
  }
  return [...tags];
}

/** In order of time, and else as given. */
const byTime = <T>(all: readonly T[], at: (one: T) => number): T[] => all.toSorted((a, b) => at(a) - at(b));

/** The contact as it is shown: the root's id and mark, everything else of all its parts. Without parts, the root itself. */
export function composeContact(root: Contact, parts: readonly Contact[]): Contact {
  const tree = treeOf(root, parts);
  const all = contactsOf(tree);
  if (all.length === 1) return root;
  const fieldIds = new Set(all.flatMap(({ fields }) => Object.keys(fields)));
  const fields = [...fieldIds].flatMap((fieldId) => {
    const { value } = shown(tree, { fieldId });
    return value === null ? [] : [[fieldId, value] as const];
  });
  return {
    id: root.id,
    name: shown(tree, 'name').value,
    identities: all.flatMap(({ identities }) => identities),
    tagIds: tagsOf(tree),
    deals: byTime(
      all.flatMap(({ deals }) => deals),
      ({ createdAt }) => createdAt,
    ),
    fields: Object.fromEntries(fields),
    notes: byTime(
      all.flatMap(({ notes }) => notes),
      ({ at }) => at,
    ),
    merged: root.merged,
    createdAt: Math.min(...all.map(({ createdAt }) => createdAt)),
    version: Math.max(...all.map(({ version }) => version)),
  };
}

/** Which part something belongs to: the one that has it; the root for what none has. */
export function holderOf(
  root: Contact,
  parts: readonly Contact[],
  what: { type: 'identity' | 'deal' | 'note'; id: string },
): Contact {
  const all = [root, ...mergedParts(root, parts)];
  const has = (contact: Contact) => {
    const list = { identity: contact.identities, deal: contact.deals, note: contact.notes }[what.type];
    return list.some(({ id }) => id === what.id);
  };
  return all.find(has) ?? root;
}

/**
 * The parts as they are after a change of the record: only those that become different. The value shown is changed
 * where it comes from; a cleared one is cleared there, and the merges that would show another in its place are told not to.
 */
export const withName = (root: Contact, parts: readonly Contact[], name: string | null): Contact[] =>
  withValue(root, parts, 'name', name);

export const withField = (root: Contact, parts: readonly Contact[], fieldId: string, value: string | null): Contact[] =>
  withValue(root, parts, { fieldId }, value);

function withValue(root: Contact, parts: readonly Contact[], subject: Subject, value: string | null): Contact[] {
  const before = shown(treeOf(root, parts), subject);
  if (before.value === value) return [];
  const changed = new Map<string, Contact>();
  const change = (contact: Contact) => changed.set(contact.id, contact);
  const now = () => {
    const current = (contact: Contact) => changed.get(contact.id) ?? contact;
    return shown(treeOf(current(root), parts.map(current)), subject);
  };
  change(holding(before.holder, subject, value));
  // Another side's value appears only through merges that were told nothing about it; each round tells one.
  for (let after = now(); after.value !== value; after = now()) {
    const filling = after.way.find(({ mark }) => choiceOf(mark, subject) === undefined);
    if (filling === undefined) throw new Error('a value appeared through no merge');
    const { contact, mark } = filling;
    const key = subject === 'name' ? 'name' : subject.fieldId;
    change({ ...contact, merged: { ...mark, choices: { ...mark.choices, [key]: 'into' } } });
  }
  return [...changed.values()];
}

function holding(contact: Contact, subject: Subject, value: string | null): Contact {
  if (subject === 'name') return { ...contact, name: value };
  const { [subject.fieldId]: _, ...others } = contact.fields;
  return { ...contact, fields: value === null ? others : { ...others, [subject.fieldId]: value } };
}

/** A tag put on the record: shown again where a merge hides it, else the root's own. */
export function withTag(root: Contact, parts: readonly Contact[], tagId: string): Contact[] {
  const tree = treeOf(root, parts);
  if (tagsOf(tree).includes(tagId)) return [];
  const hiding = tree.merged.filter(
    (branch) => branch.mark.hiddenTagIds.includes(tagId) && tagsOf(branch).includes(tagId),
  );
  if (hiding.length === 0) return [{ ...root, tagIds: [...root.tagIds, tagId] }];
  return hiding.map(({ contact, mark }) => ({
    ...contact,
    merged: { ...mark, hiddenTagIds: mark.hiddenTagIds.filter((id) => id !== tagId) },
  }));
}

/** A tag taken off the record: off the root's own, and hidden of what was merged into it, which keeps it for itself. */
export function withoutTag(root: Contact, parts: readonly Contact[], tagId: string): Contact[] {
  const tree = treeOf(root, parts);
  const own = root.tagIds.includes(tagId) ? [{ ...root, tagIds: root.tagIds.filter((id) => id !== tagId) }] : [];
  const showing = tree.merged.filter(
    (branch) => tagsOf(branch).includes(tagId) && !branch.mark.hiddenTagIds.includes(tagId),
  );
  return [
    ...own,
    ...showing.map(({ contact, mark }) => ({
      ...contact,
      merged: { ...mark, hiddenTagIds: [...mark.hiddenTagIds, tagId] },
    })),
  ];
}

/**
 * What a person must choose before two records become one: where both have a word to say and they differ. Both as they
 * are shown (composed).
 */
export function mergeConflicts(into: Contact, from: Contact): ('name' | { fieldId: string })[] {
  const differ = (a: string | null | undefined, b: string | null | undefined) =>
    (a ?? null) !== null && (b ?? null) !== null && a !== b;
  const fieldIds = Object.keys(into.fields).filter((id) => differ(into.fields[id], from.fields[id]));
  return [...(differ(into.name, from.name) ? (['name'] as const) : []), ...fieldIds.map((fieldId) => ({ fieldId }))];
}
