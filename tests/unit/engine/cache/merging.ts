import type { ContactEvent, ContactMerge, Field, Suggestion } from '../../../../src-shared/protocol/contacts.ts';
import { plainIdentity } from '../../../../src-shared/protocol/defaults.ts';
import type { Contact } from '../../../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../../../src-shared/protocol/log.ts';
import { directoryItems, items, noon } from './entities.ts';
import { openCacheForTest, stored } from './open-cache.ts';

/** Customers who are the same person, and conversations of theirs, for the engine's tests. */
export const mergeOf = (intoId: string, change: Partial<ContactMerge> = {}): ContactMerge => ({
  id: `into-${intoId}`,
  intoId,
  at: noon + 500,
  byId: 'ana',
  reasons: [],
  choices: {},
  hiddenTagIds: [],
  ...change,
});

export const fieldItem = (change: Partial<Field> = {}): LogItem => ({
  type: 'field',
  field: { id: 'cpf', name: 'CPF', type: 'cpf', choices: [], position: 1, active: true, version: 1, ...change },
});

export const suggestionItem = (change: Partial<Suggestion> = {}): LogItem => ({
  type: 'suggestion',
  suggestion: {
    ...{ id: 's1', contactIds: ['joao', 'rita'], titles: ['João', 'Rita'], state: 'open', at: noon, version: 1 },
    reasons: [{ kind: 'email', value: 'rita@correio.example' }],
    ...change,
  },
});

export const eventItem = (what: ContactEvent['what'], change: Partial<Omit<ContactEvent, 'what'>> = {}): LogItem => ({
  type: 'contactEvent',
  contactEvent: { id: 'e1', contactId: 'joao', at: noon + 100, byId: 'ana', version: 1, what, ...change },
});

const instagram: Contact['identities'][number] = {
  ...{ id: 'rita-ig', channel: 'instagram', address: 'rita.c', phone: null, profileName: 'Rita C' },
  ...plainIdentity,
};

/** João on WhatsApp (`c1`, open) and Rita on the site's chat (`c2`, open), who may be one. */
export const twoCustomers = (): LogItem[] => [
  ...directoryItems(),
  fieldItem(),
  fieldItem({ id: 'city', name: 'Cidade', type: 'text', position: 2 }),
  items.contact({ fields: { cpf: '1', city: 'Rio' }, tagIds: ['vip'], version: 2 }),
  items.contact({
    id: 'rita',
    name: 'Rita',
    identities: [instagram],
    fields: { cpf: '2' },
    tagIds: ['troca'],
    version: 3,
  }),
  items.conversation({ status: 'open', assigneeId: 'ana', lastInboundAt: noon + 10, version: 4 }),
  items.message({ position: 5, version: 5, text: 'tem no tamanho 40?' }),
  items.conversation({
    ...{ id: 'c2', protocol: '2026-0000002', contactId: 'rita', connectionId: 'site', identityId: 'rita-ig' },
    ...{ channel: 'livechat', status: 'open', assigneeId: 'ana', createdAt: noon + 20, lastInboundAt: noon + 30 },
    lastActivityAt: noon + 30,
    version: 6,
  }),
  ritasMessage('m2', 7, 'e a entrega?'),
  items.message({ id: 'm3', position: 8, version: 8, direction: 'outbound', authorId: 'ana', text: 'tem sim' }),
];

export const ritasMessage = (id: string, position: number, text: string): LogItem =>
  items.message({
    ...{ id, position, text, version: position, createdAt: noon + position, conversationId: 'c2' },
    ...{ connectionId: 'site', identityId: 'rita-ig', channel: 'livechat' },
  });

/** Rita's record as it goes on, merged or not. */
export const rita = (change: Partial<Contact>): LogItem =>
  items.contact({
    ...{ id: 'rita', name: 'Rita', identities: [instagram], fields: { cpf: '2' }, tagIds: ['troca'] },
    ...change,
  });

/** Her conversation, shown within João's. */
export const secondInFirst = (version: number): LogItem =>
  items.conversation({
    ...{ id: 'c2', protocol: '2026-0000002', contactId: 'rita', connectionId: 'site', identityId: 'rita-ig' },
    ...{ channel: 'livechat', status: 'open', assigneeId: 'ana', createdAt: noon + 20, lastInboundAt: noon + 30 },
    ...{ lastActivityAt: noon + 30, version },
    merged: { id: 'conversation-merge', intoId: 'c1', at: noon + 600, byId: 'bia' },
  });

export function openWith(sequence: readonly LogItem[]) {
  const opened = openCacheForTest();
  stored(opened.cache.writer.applyItems(sequence, { cursor: 5, logId: 'log' }));
  const apply = (...more: LogItem[]) => stored(opened.cache.writer.applyItems(more, { cursor: 6, logId: 'log' }));
  return { ...opened, reader: opened.cache.reader, apply };
}
