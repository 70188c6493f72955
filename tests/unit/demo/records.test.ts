import { describe, expect, test } from 'vitest';
import { demoDirectory } from '../../../src-backend/demo/seed/directory.ts';
import { seedFilters } from '../../../src-backend/demo/seed/filters.ts';
import { generateConversations } from '../../../src-backend/demo/seed/generate.ts';
import { contactEventSchema, suggestionSchema } from '../../../src-shared/protocol/contacts.ts';
import { contactSchema } from '../../../src-shared/protocol/entities.ts';
import { savedFilterSchema } from '../../../src-shared/protocol/inbox-filter.ts';
import { readFieldValue } from '../../../src-shared/rules/field-value.ts';

const now = Date.UTC(2026, 10, 20, 20, 0);
const { directory } = demoDirectory();
const history = [...generateConversations({ seed: 3, conversations: 4_000, messages: 24_000, now, ...directory })];
const contacts = [...new Map(history.map(({ contact }) => [contact.id, contact])).values()];
const known = new Map(contacts.map((contact) => [contact.id, contact]));

describe('what the demo’s shop knows of its customers', () => {
  test('every field holds what its type allows, as it is kept: CPFs and CNPJs have right check digits', () => {
    const counts = new Map<string, number>();
    for (const { fields } of contacts) {
      for (const [fieldId, value] of Object.entries(fields)) {
        const field = directory.fields.find(({ id }) => id === fieldId);
        if (field === undefined) throw new Error('a value of a field that nobody made');
        expect(readFieldValue(field, value)).toBe(value);
        counts.set(field.name, (counts.get(field.name) ?? 0) + 1);
      }
    }
    expect([...counts.keys()].sort()).toEqual(['CNPJ', 'CPF', 'Cidade', 'Data de nascimento', 'E-mail', 'Plano']);
    expect(Math.min(...counts.values())).toBeGreaterThan(50);
  });

  test('deals are in stages of their pipelines, open in every stage, and nothing of them is yet to come', () => {
    const deals = contacts.flatMap((contact) => contact.deals);
    const open = new Set(deals.flatMap(({ state, stageId }) => (state === 'open' ? [stageId] : [])));
    expect(open).toEqual(new Set(directory.pipelines.flatMap(({ stages }) => stages.map(({ id }) => id))));
    expect(new Set(deals.map(({ state }) => state))).toEqual(new Set(['open', 'won', 'lost']));
    for (const { pipelineId, stageId, createdAt, updatedAt } of deals) {
      const pipeline = directory.pipelines.find(({ id }) => id === pipelineId);
      expect(pipeline?.stages.map(({ id }) => id)).toContain(stageId);
      expect(updatedAt).toBeGreaterThanOrEqual(createdAt);
      expect(updatedAt).toBeLessThanOrEqual(now);
    }
  });

  test('there are notes by people who work there, long names, and customers of whom only the number is known', () => {
    const people = new Set(directory.people.map(({ id }) => id));
    const notes = contacts.flatMap((contact) => contact.notes);
    expect(notes.length).toBeGreaterThan(50);
    for (const { authorId, at } of notes) {
      expect(people).toContain(authorId);
      expect(at).toBeLessThanOrEqual(now);
    }
    expect(contacts.some(({ name }) => (name?.length ?? 0) > 50)).toBe(true);
    expect(contacts.some(({ name, identities }) => name === null && identities[0]?.channel === 'whatsapp')).toBe(true);
    for (const contact of contacts) expect(contactSchema.parse(contact)).toEqual(contact);
  });

  test('people write on every channel that the demo serves, and somebody on Instagram may be somebody of WhatsApp', () => {
    const channels = history.map(({ conversation }) => conversation.channel);
    expect(new Set(channels)).toEqual(new Set(['whatsapp', 'livechat', 'instagram', 'messenger']));
    expect(directory.connections.find(({ channel }) => channel === 'instagram')?.address).toBe('@loja.aurora');
    const doubles = history.filter(({ conversation, suggestion }) => {
      const others = suggestion?.contactIds.flatMap((id) => known.get(id)?.identities ?? []) ?? [];
      return conversation.channel === 'instagram' && others.some(({ channel }) => channel === 'whatsapp');
    });
    expect(doubles.length).toBeGreaterThan(0);
  });

  test('somebody on the site’s chat may be the same person as on WhatsApp, and somebody else certainly is', () => {
    const underWay = history.filter(({ conversation }) => conversation.status !== 'finished');
    expect(underWay.some(({ suggestion }) => suggestion !== null)).toBe(true);
    expect(underWay.some(({ event }) => event !== null)).toBe(true);
    for (const { contact, suggestion, event } of history) {
      if (suggestion !== null) {
        expect(suggestionSchema.parse(suggestion)).toEqual(suggestion);
        expect(suggestion.contactIds).toContain(contact.id);
        expect(suggestion.contactIds.every((id) => known.get(id)?.merged === null)).toBe(true);
        expect(suggestion.reasons).toEqual([{ kind: 'email', value: expect.any(String) }]);
      }
      if (event !== null) {
        expect(contactEventSchema.parse(event)).toEqual(event);
        expect(contact.merged?.intoId).toBe(event.contactId);
        expect(known.get(event.contactId)?.merged).toBeNull();
        expect(contact.merged?.reasons).toEqual([{ kind: 'cpf', value: expect.any(String) }]);
      }
    }
  });

  test('nobody else has an address or a number in common', () => {
    const addresses = contacts.flatMap(({ identities }) =>
      identities.map(({ channel, address }) => `${channel} ${address}`),
    );
    expect(new Set(addresses).size).toBe(addresses.length);
    const email = directory.fields.find(({ type }) => type === 'email')?.id ?? '';
    const doubled = new Set(history.flatMap(({ suggestion }) => suggestion?.contactIds ?? []));
    const emails = contacts.flatMap(({ id, fields }) => (doubled.has(id) ? [] : (fields[email] ?? [])));
    expect(emails.length).toBeGreaterThan(100);
    expect(new Set(emails).size).toBe(emails.length);
  });

  test('filter sets ask for stages and tags that exist, and the same seed gives the same ones', () => {
    const filters = seedFilters(3, directory, 100);
    expect(filters).toHaveLength(4);
    for (const filter of filters) expect(savedFilterSchema.parse(filter)).toEqual(filter);
    expect(filters.find(({ filter }) => filter.stageIds.length > 0)?.departmentId).not.toBeNull();
    expect(seedFilters(3, directory, 100)).toEqual(filters);
    const again = [...generateConversations({ seed: 3, conversations: 400, messages: 2_000, now, ...directory })];
    expect([...generateConversations({ seed: 3, conversations: 400, messages: 2_000, now, ...directory })]).toEqual(
      again,
    );
  });
});
