import fc from 'fast-check';
import { activitySchema } from '../../../src-shared/protocol/activity.ts';
import { contentSchema, referralSchema } from '../../../src-shared/protocol/content.ts';
import { type LogItem, logItemSchema } from '../../../src-shared/protocol/log.ts';
import { operationDefaults } from '../../../src-shared/protocol/operation.ts';
import { type ContactOrders, contactOrdersSchema } from '../../../src-shared/protocol/shop.ts';
import type { Template } from '../../../src-shared/protocol/templates.ts';
import { arbitraryOf } from '../../arbitrary/from-schema.ts';
import {
  makeConnection,
  makeContact,
  makeConversation,
  makeDepartment,
  makeMessage,
  makePerson,
} from '../../simulators/backend/entities.ts';
import { poisoned } from '../../simulators/markup.ts';

const T0 = Date.now() - 60_000;

/** What a connected shop says of the customer. */
const orders: ContactOrders = {
  ...{ state: 'ready', shop: 'palavras', more: false },
  orders: [
    {
      ...{ number: 'palavras', placedAt: T0, status: 'palavras', total: 10, currency: 'BRL' },
      ...{ items: [{ name: 'palavras', quantity: 2 }], tracking: 'palavras', url: 'https://loja.example/pedido' },
    },
  ],
};

/** The shop's answer with markup in its words. */
export const poisonedOrders = (fields: string[]): unknown => poisoned(contactOrdersSchema, orders, 'orders', fields);

/** One of every entity, of every content of a message and of every activity, words replaced by markup. */
export function poisonedWorld(fields: string[]): LogItem[] {
  const made: unknown[] = [];
  const ids = {
    connectionId: 'c-chat',
    departmentId: 'd-suporte',
    contactId: 'k-1',
    conversationId: 'v-1',
    identityId: 'i-1',
    pipelineId: 'e-pipeline',
    fieldId: 'e-field',
    tagId: 'e-tag',
    reasonId: 'e-reason',
  };
  const known = new Map(Object.entries(ids));
  const choices = {
    id: (path: readonly string[]) =>
      fc.constant(known.get(path.at(-1) ?? '') ?? (path.length > 2 ? `e-${path.at(-2)}` : 'p-ana')),
    words: () => fc.constant('palavras'),
  };
  const draw = (schema: Parameters<typeof arbitraryOf>[0], count = 1): unknown[] =>
    fc.sample(arbitraryOf(schema, choices), { numRuns: count, seed: 7 });
  const poison = (schema: Parameters<typeof poisoned>[0], value: unknown, name: string) =>
    made.push(poisoned(schema, value, name, fields));

  const add = (item: LogItem) => {
    const option = logItemSchema.options.find(({ shape }) => shape.type.value === item.type);
    if (option !== undefined) poison(option, item, item.type);
  };
  add({ type: 'person', person: makePerson({ role: 'admin' }) });
  add({ type: 'department', department: makeDepartment() });
  add({
    type: 'connection',
    connection: {
      ...makeConnection(),
      capabilities: { ...makeConnection().capabilities, templates: true },
      problem: { code: '190', detail: 'palavras', since: T0 },
    },
  });
  add({
    type: 'operation',
    operation: {
      ...operationDefaults,
      id: 'o',
      timeZone: 'America/Sao_Paulo',
      version: 1,
      holidays: [{ date: '2026-12-25', name: 'Natal', hours: [] }],
    },
  });
  const own = new Set([
    'person',
    'department',
    'connection',
    'operation',
    'contact',
    'conversation',
    'message',
    'enter',
    'leave',
  ]);
  for (const option of logItemSchema.options) {
    const type = option.shape.type.value;
    if (own.has(type)) continue;
    const [drawn] = draw(option);
    if (typeof drawn !== 'object' || drawn === null) continue;
    const entity: unknown = Reflect.get(drawn, type);
    poison(option, { ...drawn, [type]: { ...Object(entity), id: `e-${type}`, removed: false, active: true } }, type);
  }
  add({
    type: 'field',
    field: {
      ...{ id: 'e-choice', name: 'palavras', type: 'choice' },
      choices: ['palavras'],
      position: 1,
      active: true,
      version: 1,
    },
  });
  const template: Template = {
    ...{ id: 'e-rejected', connectionId: ids.connectionId, name: 'palavras', language: 'pt_BR', category: 'utility' },
    ...{ status: 'rejected', quality: 'low', reason: 'palavras', format: 'positional', unsupported: null, version: 1 },
    header: { kind: 'text', text: 'palavras', parameters: [] },
    body: { text: 'palavras', parameters: [{ key: '1', example: 'palavras' }] },
    footer: 'palavras',
    buttons: [{ kind: 'reply', text: 'palavras', value: null, parameter: null }],
  };
  add({ type: 'template', template });
  add({ type: 'template', template: { ...template, id: 'e-strange', status: 'approved', unsupported: 'palavras' } });
  const deal = { type: 'deal' as const, dealId: 'deal-1', title: 'palavras', change: 'created' as const };
  add({
    type: 'contactEvent',
    contactEvent: {
      ...{ id: 'e-deal', contactId: ids.contactId, byId: 'p-ana', at: T0 + 59_000, version: 1 },
      what: { ...deal, fromStageId: null, toStageId: null },
    },
  });
  add({
    type: 'contact',
    contact: makeContact({
      tagIds: ['e-tag'],
      fields: { 'e-field': 'palavras' },
      notes: [{ id: 'n-1', text: 'palavras', authorId: 'p-ana', at: T0 }],
      deals: [
        {
          id: 'deal-1',
          title: 'palavras',
          pipelineId: 'e-pipeline',
          stageId: 's-1',
          amount: 100,
          state: 'open',
          createdAt: T0,
          updatedAt: T0,
        },
      ],
    }),
  });
  add({
    type: 'conversation',
    conversation: makeConversation({
      createdAt: T0,
      lastActivityAt: T0 + 50_000,
      lastInboundAt: T0 + 50_000,
      lastMessage: { id: 'm-1', direction: 'inbound', kind: 'text', text: 'palavras', at: T0, status: null },
    }),
  });
  let position = 1;
  const message = (change: Partial<Parameters<typeof makeMessage>[0]>) => {
    position += 1;
    add({
      type: 'message',
      message: makeMessage({ createdAt: T0 + position * 100, ...change, id: `m-${position}`, position }),
    });
  };
  message({ edits: [{ text: 'palavras', at: T0 }], quotedMessageId: 'm-1' });
  message({ direction: 'note', authorId: 'p-ana', mentionIds: ['p-ana'] });
  message({
    direction: 'outbound',
    authorId: 'p-ana',
    status: 'failed',
    failure: { code: '131047', detail: 'palavras' },
  });
  message({ kind: 'unknown', text: null, unknownKind: 'palavras' });
  const file = {
    id: 'media',
    mime: 'application/pdf',
    bytes: 10,
    name: 'palavras',
    width: null,
    height: null,
    state: 'ready' as const,
    thumbnail: null,
    voice: false,
  };
  message({ kind: 'document', media: file, attachments: [file] });
  const kinds: Record<string, Parameters<typeof message>[0]['kind']> = {
    location: 'location',
    contacts: 'contacts',
    order: 'order',
    template: 'template',
    sticker: 'sticker',
    reply: 'interactive',
  };
  for (const option of contentSchema.options) {
    for (const drawn of draw(option, 2)) {
      const content = contentSchema.safeParse(drawn).data;
      if (content !== undefined) message({ kind: kinds[content.type] ?? 'text', content });
    }
  }
  for (const drawn of draw(activitySchema, 60)) {
    const activity = activitySchema.safeParse(drawn).data;
    if (activity !== undefined) message({ direction: 'activity', kind: 'activity', text: null, activity });
  }
  for (const drawn of draw(referralSchema, 3)) message({ referral: referralSchema.safeParse(drawn).data ?? null });
  return made.map((item) => logItemSchema.parse(item));
}

/** With the position that it has in the log as its version. */
export function numbered(item: LogItem, seq: number): LogItem {
  const entity: unknown = Reflect.get(item, item.type);
  return logItemSchema.parse({ ...item, [item.type]: { ...Object(entity), version: seq } });
}
