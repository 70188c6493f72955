import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainContact, plainIdentity } from '../../../src-shared/protocol/defaults.ts';
import type { Contact } from '../../../src-shared/protocol/entities.ts';
import {
  composeContact,
  holderOf,
  mergeConflicts,
  mergedParts,
  withField,
  withName,
  withoutTag,
  withTag,
} from '../../../src-shared/rules/merged-contact.ts';
import { mergedRoot } from '../../../src-shared/rules/merged-root.ts';

const contactOf = (change: Partial<Contact> & { id: string }): Contact => ({
  ...plainContact,
  name: null,
  identities: [],
  tagIds: [],
  createdAt: 1_000,
  version: 1,
  ...change,
});

const into = (intoId: string, change: Partial<NonNullable<Contact['merged']>> = {}): Contact['merged'] => ({
  id: `merge-into-${intoId}`,
  intoId,
  at: 5_000,
  byId: 'ana',
  reasons: [],
  choices: {},
  hiddenTagIds: [],
  ...change,
});

const identity = (id: string) => ({
  id,
  channel: 'whatsapp' as const,
  address: id,
  phone: null,
  profileName: null,
  ...plainIdentity,
});
const note = (id: string, at: number) => ({ id, text: id, authorId: 'ana', at });

/** A record of one to six contacts in any shape of tree, with values, tags, notes and choices; the root is first. */
const records = fc
  .array(
    fc.record({
      under: fc.nat(),
      name: fc.option(fc.constantFrom('Bia', 'Caio', 'Duda'), { nil: null }),
      cpf: fc.option(fc.constantFrom('1', '2'), { nil: null }),
      city: fc.option(fc.constantFrom('Rio', 'Natal'), { nil: null }),
      tagIds: fc.uniqueArray(fc.constantFrom('vip', 'atraso', 'troca')),
      hiddenTagIds: fc.uniqueArray(fc.constantFrom('vip', 'atraso')),
      at: fc.integer({ min: 1, max: 3 }),
      choices: fc.dictionary(fc.constantFrom('name', 'cpf', 'city'), fc.constantFrom('into', 'from'), {
        maxKeys: 2,
      }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((drawn) =>
    drawn.map(({ under, name, cpf, city, tagIds, hiddenTagIds, at, choices }, index) => {
      const fields = Object.entries({ cpf, city }).flatMap(([id, value]) => (value ? [[id, value]] : []));
      const mark = { id: `merge-${index}`, at, choices: { ...choices }, hiddenTagIds };
      return contactOf({
        id: `c${index}`,
        ...{ name, tagIds, createdAt: 1_000 + index },
        fields: Object.fromEntries(fields),
        identities: [identity(`i${index}`)],
        notes: [note(`n${index}`, 10 - index)],
        merged: index === 0 ? null : into(`c${under % index}`, mark),
      });
    }),
  );

const split = (all: Contact[]): [Contact, Contact[]] => {
  const [root, ...parts] = all;
  if (root === undefined) throw new Error('a record has a root');
  return [root, parts];
};
const applied = (all: Contact[], changed: Contact[]) =>
  all.map((contact) => changed.find(({ id }) => id === contact.id) ?? contact);

describe('a record of several contacts', () => {
  test('is the contact itself when nothing was merged into it', () => {
    const bia = contactOf({ id: 'bia', name: 'Bia' });
    expect(composeContact(bia, [])).toBe(bia);
  });

  test('has the identities, tags and notes of all, over a chain of merges', () => {
    const a = contactOf({ id: 'a', identities: [identity('wa')], tagIds: ['vip'], notes: [note('2', 2)] });
    const b = contactOf({ id: 'b', identities: [identity('ig')], tagIds: ['vip', 'troca'], merged: into('a') });
    const c = contactOf({ id: 'c', name: 'Caio', notes: [note('1', 1)], merged: into('b') });
    const whole = composeContact(a, [c, b]);
    expect(whole.identities.map(({ id }) => id)).toEqual(['wa', 'ig']);
    expect(whole.tagIds).toEqual(['vip', 'troca']);
    expect(whole.notes.map(({ id }) => id)).toEqual(['1', '2']);
    expect(whole).toMatchObject({ id: 'a', name: 'Caio', merged: null });
  });

  test('takes each field from the side that was chosen, and its own where nothing was', () => {
    const a = contactOf({ id: 'a', name: 'Bia', fields: { city: 'Rio', cpf: '1' } });
    const b = contactOf({
      id: 'b',
      name: 'Beatriz',
      fields: { city: 'Natal', cpf: '2' },
      merged: into('a', { choices: { name: 'from', city: 'into' } }),
    });
    expect(composeContact(a, [b])).toMatchObject({ name: 'Beatriz', fields: { city: 'Rio', cpf: '1' } });
  });

  test('leaves out what leads to another record', () => {
    const a = contactOf({ id: 'a' });
    const stranger = contactOf({ id: 's', merged: into('unknown') });
    expect(mergedParts(a, [stranger])).toEqual([]);
    expect(composeContact(a, [stranger, a])).toBe(a);
  });

  test('is the same in whatever order its parts are given', () => {
    fc.assert(
      fc.property(records, fc.infiniteStream(fc.nat()), (all, dice) => {
        const [root, parts] = split(all);
        const mixed = parts.map((part) => ({ part, key: dice.next().value })).sort((a, b) => a.key - b.key);
        const whole = composeContact(root, parts);
        expect(
          composeContact(
            root,
            mixed.map(({ part }) => part),
          ),
        ).toEqual(whole);
        expect(new Set(whole.identities.map(({ id }) => id)).size).toBe(all.length);
      }),
    );
  });

  test('without a merge is what it was before the merge, and so is what was merged', () => {
    fc.assert(
      fc.property(records, records, (one, other) => {
        const [root, parts] = split(one);
        const renamed = other.map((contact) => ({
          ...contact,
          id: `o${contact.id}`,
          merged: contact.merged && { ...contact.merged, intoId: `o${contact.merged.intoId}` },
        }));
        const [otherRoot, otherParts] = split(renamed);
        const before = [composeContact(root, parts), composeContact(otherRoot, otherParts)];
        const joined = [...parts, { ...otherRoot, merged: into(root.id) }, ...otherParts];
        expect(mergedParts(root, joined)).toHaveLength(joined.length);
        const undone = joined.map((part) => (part.id === otherRoot.id ? { ...part, merged: null } : part));
        expect([composeContact(root, undone), composeContact(otherRoot, undone)]).toEqual(before);
      }),
    );
  });
});

describe('a change of a record', () => {
  test('shows what was written, and clears what was cleared, wherever it comes from', () => {
    const value = fc.option(fc.constantFrom('Rio', 'Belém'), { nil: null });
    fc.assert(
      fc.property(records, fc.array(fc.tuple(fc.boolean(), value), { maxLength: 4 }), (drawn, changes) => {
        let all = drawn;
        for (const [isName, to] of changes) {
          const [root, parts] = split(all);
          const changed = isName ? withName(root, parts, to) : withField(root, parts, 'city', to);
          const before = composeContact(root, parts);
          all = applied(all, changed);
          const after = composeContact(...split(all));
          expect(isName ? after.name : (after.fields.city ?? null)).toBe(to);
          // And nothing else.
          expect({ ...after, ...(isName ? { name: before.name } : { fields: before.fields }) }).toEqual(before);
          expect(withName(...split(all), after.name)).toEqual([]);
        }
      }),
    );
  });

  test('puts a tag on and takes it off, and both together leave what was', () => {
    fc.assert(
      fc.property(records, fc.constantFrom('vip', 'atraso', 'novo'), (all, tagId) => {
        const [root, parts] = split(all);
        const before = composeContact(root, parts);
        const off = applied(all, withoutTag(root, parts, tagId));
        expect(composeContact(...split(off)).tagIds).toEqual(before.tagIds.filter((id) => id !== tagId));
        const on = applied(off, withTag(...split(off), tagId));
        expect(composeContact(...split(on)).tagIds).toContain(tagId);
        // What was merged keeps its own tags for the day it is separated again.
        for (const part of parts) expect(on.find(({ id }) => id === part.id)?.tagIds).toEqual(part.tagIds);
        const offAgain = applied(on, withoutTag(...split(on), tagId));
        expect(composeContact(...split(offAgain)).tagIds).toEqual(composeContact(...split(off)).tagIds);
      }),
    );
  });

  test('of the merged one’s field goes to the merged one; what is new becomes the record’s own', () => {
    const a = contactOf({ id: 'a', fields: { cpf: '1' } });
    const b = contactOf({ id: 'b', fields: { city: 'Rio' }, notes: [note('n', 1)], merged: into('a') });
    expect(withField(a, [b], 'city', 'Natal')).toEqual([{ ...b, fields: { city: 'Natal' } }]);
    expect(withField(a, [b], 'email', 'a@b.example').map(({ id }) => id)).toEqual(['a']);
    expect(holderOf(a, [b], { type: 'note', id: 'n' }).id).toBe('b');
    expect(holderOf(a, [b], { type: 'note', id: 'new' }).id).toBe('a');
  });

  test('a cleared field stays clear though the other side has a value, which it keeps', () => {
    const a = contactOf({ id: 'a', fields: { cpf: '1' } });
    const b = contactOf({ id: 'b', fields: { cpf: '2' }, merged: into('a') });
    const cleared = applied([a, b], withField(a, [b], 'cpf', null));
    expect(composeContact(...split(cleared)).fields).toEqual({});
    expect(cleared.map(({ fields }) => fields)).toEqual([{}, { cpf: '2' }]);
  });
});

test('only what both sides say differently is to be chosen', () => {
  const a = contactOf({ id: 'a', name: 'Bia', fields: { cpf: '1', city: 'Rio', email: 'x' } });
  const b = contactOf({ id: 'b', name: 'Beatriz', fields: { cpf: '1', city: 'Natal' } });
  expect(mergeConflicts(a, b)).toEqual(['name', { fieldId: 'city' }]);
  expect(mergeConflicts(a, { ...b, name: null, fields: {} })).toEqual([]);
});

describe('what a merged one is shown as', () => {
  const rootIn = (marks: Record<string, string | null>) => (id: string) => mergedRoot(id, (at) => marks[at]);

  test('is the end of the chain as far as it is known', () => {
    const root = rootIn({ a: null, b: 'a', c: 'b', d: 'gone' });
    expect(['a', 'b', 'c', 'd', 'stranger'].map(root)).toEqual(['a', 'a', 'a', 'd', 'stranger']);
  });

  test('of a ring seen for a moment is one and the same for all of it', () => {
    const root = rootIn({ b: 'c', c: 'd', d: 'b', e: 'd' });
    expect(['b', 'c', 'd', 'e'].map(root)).toEqual(['b', 'b', 'b', 'b']);
  });
});
