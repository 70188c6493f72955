import { describe, expect, test } from 'vitest';
import { pickCpf } from '../../../src-backend/demo/seed/brazil.ts';
import {
  generateConversations,
  type SeededConversation,
  type SeedOptions,
} from '../../../src-backend/demo/seed/generate.ts';
import { createRandom } from '../../../src-backend/demo/seed/random.ts';
import {
  plainCapabilities,
  plainConnection,
  plainDepartment,
  plainMedia,
} from '../../../src-shared/protocol/defaults.ts';
import {
  type Capabilities,
  type Connection,
  contactSchema,
  conversationSchema,
  type Department,
  messageSchema,
  type Person,
} from '../../../src-shared/protocol/entities.ts';
import { DDDS, phoneVariants } from '../../../src-shared/rules/phone.ts';

const now = Date.UTC(2026, 10, 20, 20, 0);
const HOUR = 3_600_000;
const capabilities: Capabilities = {
  ...plainCapabilities,
  textLimit: 4096,
  windowMs: 86_400_000,
  media: [],
  receipts: ['sent', 'delivered', 'read'],
  typing: true,
};
const departments: Department[] = ['Suporte', 'Vendas', 'Financeiro'].map((name, index) => ({
  ...plainDepartment,
  id: `department-${index}`,
  name,
  distribution: name === 'Vendas' ? 'manual' : 'automatic',
  requiresReason: name === 'Financeiro',
  requiresDescription: false,
  version: 1,
}));
const connections: Connection[] = (['whatsapp', 'livechat', 'instagram', 'email'] as const).map((channel, index) => ({
  ...plainConnection,
  id: `connection-${channel}`,
  channel,
  name: channel,
  departmentId: `department-${index % 3}`,
  address: null,
  capabilities,
  active: true,
  version: 1,
}));
const people: Person[] = ['Ana Souza', 'Bruno Lima', 'Elaine Ferraz', 'Heitor Bastos'].map((name, index) => ({
  id: `person-${index}`,
  name,
  role: index === 3 ? 'admin' : 'agent',
  departmentIds: departments.map(({ id }) => id),
  capacity: 5,
  presence: { state: 'available', reason: null, since: 0 },
  active: true,
  version: 1,
}));
const reasons = [
  { id: 'reason-root', parentId: null, name: 'Entrega', position: 0, active: true, version: 1 },
  { id: 'reason-late', parentId: 'reason-root', name: 'Atraso', position: 1, active: true, version: 1 },
];

const options = (more: Partial<SeedOptions> = {}): SeedOptions => ({
  seed: 7,
  conversations: 3_000,
  messages: 30_000,
  people,
  departments,
  connections,
  reasons,
  tags: [{ id: 'tag-vip', name: 'Cliente VIP', color: '#b8860b', version: 1 }],
  now,
  ...more,
});
const all = (more: Partial<SeedOptions> = {}): SeededConversation[] => [...generateConversations(options(more))];

describe('the demo’s history', () => {
  const history = all();
  const messages = history.flatMap((seeded) => seeded.messages);

  test('has exactly as many conversations and messages as asked for', () => {
    expect(history).toHaveLength(3_000);
    expect(messages).toHaveLength(30_000);
    for (const [conversations, count] of [
      [1, 1],
      [1, 57],
      [40, 40],
      [41, 500],
    ] as const) {
      const small = all({ conversations, messages: count });
      expect(small).toHaveLength(conversations);
      expect(small.flatMap((seeded) => seeded.messages)).toHaveLength(count);
      expect(small.every((seeded) => seeded.messages.length > 0)).toBe(true);
    }
    expect(all({ conversations: 0, messages: 0 })).toEqual([]);
  });

  test('refuses counts that cannot be, and a shop without connections', () => {
    expect(() => all({ conversations: 10, messages: 9 })).toThrow(RangeError);
    expect(() => all({ conversations: 0, messages: 9 })).toThrow(RangeError);
    expect(() => all({ conversations: 1.5, messages: 9 })).toThrow(RangeError);
    expect(() => all({ connections: [] })).toThrow(RangeError);
  });

  test('has the shapes of the protocol', () => {
    for (const { contact, conversation, messages: own } of history.slice(0, 600)) {
      expect(contactSchema.parse(contact)).toEqual(contact);
      expect(conversationSchema.parse(conversation)).toEqual(conversation);
      for (const message of own) expect(messageSchema.parse(message)).toEqual(message);
    }
  });

  test('runs in order: conversations by time, positions always up, and nothing later than now', () => {
    const starts = history.map(({ conversation }) => conversation.createdAt);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    for (let index = 1; index < messages.length; index += 1) {
      expect(messages[index]?.position).toBeGreaterThan(messages[index - 1]?.position ?? 0);
    }
    for (const { conversation, messages: own } of history) {
      const times = own.map(({ createdAt }) => createdAt);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times[0]).toBe(conversation.createdAt);
      expect(Math.max(...times)).toBeLessThanOrEqual(now);
      expect(conversation.version).toBe(own.at(-1)?.position);
    }
  });

  test('every summary agrees with its messages', () => {
    for (const { contact, conversation, messages: own } of history) {
      const words = own.filter(({ direction }) => direction === 'inbound' || direction === 'outbound');
      expect(conversation.lastMessage?.id).toBe(words.at(-1)?.id);
      expect(conversation.failedCount).toBe(words.filter(({ status }) => status === 'failed').length);
      expect(contact.id).toBe(conversation.contactId);
      expect(contact.identities.map(({ id }) => id)).toContain(conversation.identityId);
      expect(own.every(({ identityId }) => identityId === conversation.identityId)).toBe(true);
      if (conversation.status === 'finished') {
        expect(conversation.finishedAt).toBe(own.at(-1)?.createdAt);
        expect(conversation.unread).toBe(0);
      } else {
        expect(conversation.finishedAt).toBeNull();
        const awaiting = words.at(-1)?.direction === 'inbound';
        expect(conversation.awaitingSince !== null).toBe(awaiting);
      }
      if (conversation.status === 'queued') {
        expect(conversation.assigneeId).toBeNull();
        expect(own.length).toBeLessThanOrEqual(4);
      }
    }
  });

  test('finished conversations of a department that requires a reason have one', () => {
    const strict = history.filter(
      ({ conversation: c }) => c.departmentId === 'department-2' && c.status === 'finished',
    );
    expect(strict.length).toBeGreaterThan(50);
    expect(strict.every(({ conversation }) => conversation.qualification?.reasonId)).toBe(true);
  });

  test('leaves some of the last two days open, and never two of one contact at a time', () => {
    const statuses = history.map(({ conversation }) => conversation.status);
    expect(statuses.filter((status) => status === 'open')).toHaveLength(12);
    expect(statuses.slice(-3)).toEqual(['queued', 'queued', 'queued']);
    const underWay = history.filter(({ conversation: { status } }) => status !== 'finished');
    expect(underWay).toHaveLength(15);
    for (const { conversation } of underWay) expect(now - conversation.createdAt).toBeLessThan(48 * HOUR);
    const until = new Map<string, number>();
    for (const { conversation: c } of history) {
      expect(c.createdAt).toBeGreaterThan(until.get(c.contactId) ?? 0);
      until.set(c.contactId, c.finishedAt ?? Number.POSITIVE_INFINITY);
    }
    expect(all({ open: { assigned: 500, queued: 100 } }).filter((s) => s.conversation.status === 'open')).toHaveLength(
      500,
    );
  });

  test('whoever waits came within the hour, some windows end soon, and nobody has more than they can serve', () => {
    const shop = all({ conversations: 6_000, messages: 60_000, open: { assigned: 15, queued: 6 } });
    const underWay = shop.flatMap(({ conversation }) => (conversation.status === 'finished' ? [] : [conversation]));
    for (const { status, createdAt } of underWay) if (status === 'queued') expect(now - createdAt).toBeLessThan(HOUR);
    const ages = underWay.map(({ lastInboundAt }) => now - (lastInboundAt ?? 0));
    expect(ages.some((age) => age > 19 * HOUR && age < 24 * HOUR)).toBe(true);
    for (const { id, capacity } of people) {
      expect(underWay.filter(({ assigneeId }) => assigneeId === id).length).toBeLessThanOrEqual(capacity);
    }
    const failed = all({ open: { assigned: 200, queued: 0 } }).flatMap(({ conversation: c }) =>
      c.status === 'open' && c.failedCount > 0 ? [c.channel] : [],
    );
    expect(failed.length).toBeGreaterThan(5);
    expect(new Set(failed)).toEqual(new Set(['whatsapp']));
  });

  test('is given to people of the department who serve customers', () => {
    const assignees = new Set(history.map(({ conversation }) => conversation.assigneeId));
    expect(assignees).toContain('person-0');
    expect(assignees).not.toContain('person-3');
    const unserved = all({ people: [], conversations: 50, messages: 400 });
    expect(unserved.every(({ conversation }) => conversation.assigneeId === null)).toBe(true);
  });

  test('customers return: few write often, most once, and ids are never given twice', () => {
    const visits = new Map<string, number>();
    for (const { contact } of history) visits.set(contact.id, (visits.get(contact.id) ?? 0) + 1);
    const counts = [...visits.values()].sort((a, b) => b - a);
    expect(counts.filter((count) => count === 1).length / counts.length).toBeGreaterThan(0.5);
    expect(counts[0]).toBeGreaterThan(8);
    const ids = [
      ...messages.map(({ id }) => id),
      ...history.map(({ conversation }) => conversation.id),
      ...visits.keys(),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(history.map(({ conversation }) => conversation.protocol)).size).toBe(history.length);
  });

  test('numbers have an area code in use, and a WhatsApp id is a form of its number', () => {
    const identities = history.flatMap(({ contact }) => contact.identities);
    const phones = identities.filter(({ channel }) => channel === 'whatsapp');
    expect(phones.length).toBeGreaterThan(1_000);
    for (const { phone, address } of phones) {
      expect(DDDS.has(phone?.slice(2, 4) ?? '')).toBe(true);
      expect(phoneVariants(address)).toContain(phone);
    }
    expect(phones.some(({ address }) => address.length === 12)).toBe(true);
    expect(identities.filter(({ channel }) => channel !== 'whatsapp').every(({ phone }) => phone === null)).toBe(true);
  });

  test('a CPF has its two check digits', () => {
    const random = createRandom(3);
    for (let round = 0; round < 5_000; round += 1) {
      const digits = [...pickCpf(random).replace(/\D/g, '')].map(Number);
      for (const at of [9, 10]) {
        const sum = digits.slice(0, at).reduce((total, digit, index) => total + digit * (at + 1 - index), 0);
        expect(digits[at]).toBe(((sum * 10) % 11) % 10);
      }
      expect(new Set(digits).size).toBeGreaterThan(1);
    }
  });

  test('customers write by day: hardly before dawn, less on Sundays', () => {
    const local = history.map(({ conversation }) => new Date(conversation.createdAt - 3 * 3_600_000));
    const share = (pick: (date: Date) => boolean) => local.filter(pick).length / local.length;
    expect(share((date) => date.getUTCHours() < 6)).toBeLessThan(0.02);
    expect(share((date) => date.getUTCHours() >= 9 && date.getUTCHours() < 18)).toBeGreaterThan(0.6);
    expect(share((date) => date.getUTCDay() === 0)).toBeLessThan(0.1);
  });

  test('messages do not look copied, and no slot is left unfilled', () => {
    const texts = messages.flatMap(({ text }) => (text ? [text] : []));
    const long = texts.filter((text) => text.length > 25);
    expect(new Set(long).size / long.length).toBeGreaterThan(0.8);
    expect(texts.filter((text) => /[{}]|undefined|\bde [ao] /.test(text))).toEqual([]);
  });

  test('the agent’s question is answered with what was asked', () => {
    const pairs = history.flatMap(({ messages: own }) =>
      own.flatMap((message, index) => {
        const next = own[index + 1];
        return message.text?.includes('Qual é o CPF') && next?.direction === 'inbound' ? [next.text ?? ''] : [];
      }),
    );
    expect(pairs.length).toBeGreaterThan(100);
    const right = pairs.filter((text) => /\d{3}\.\d{3}\.\d{3}-\d{2}/.test(text));
    expect(right.length / pairs.length).toBeGreaterThan(0.8);
  });

  test('the same seed gives the same history, another seed another', () => {
    const some = { conversations: 200, messages: 2_000 };
    expect(all(some)).toEqual(all(some));
    expect(all({ ...some, seed: 8 })).not.toEqual(all(some));
  });

  test('pictures are shown only where they are given', () => {
    expect(messages.some(({ kind }) => kind === 'image')).toBe(false);
    const picture = {
      id: 'm1',
      mime: 'image/jpeg',
      bytes: 9,
      name: null,
      width: 4,
      height: 3,
      state: 'ready',
      ...plainMedia,
    } as const;
    const shown = all({ images: [picture] }).flatMap((seeded) =>
      seeded.messages.filter(({ kind }) => kind === 'image'),
    );
    expect(shown.length).toBeGreaterThan(100);
    expect(shown.every(({ media, direction }) => media?.id === 'm1' && direction === 'inbound')).toBe(true);
  });

  test('is made fast enough to fill a million messages while one waits', { timeout: 30_000 }, () => {
    const before = process.cpuUsage();
    let count = 0;
    for (const seeded of generateConversations(options({ conversations: 20_000, messages: 200_000 }))) {
      count += seeded.messages.length;
    }
    const { user, system } = process.cpuUsage(before);
    // About 400,000/s alone on the machine; the bound leaves room for a busy one.
    expect(count / ((user + system) / 1e6)).toBeGreaterThan(100_000);
  });

  test('positions start where asked', () => {
    const [first] = all({ conversations: 5, messages: 50, firstPosition: 1_000 });
    expect(first?.contact.version).toBe(1_000);
    expect(first?.messages[0]?.position).toBe(1_001);
  });
});
