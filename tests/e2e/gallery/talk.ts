import type {
  ChatItem,
  ContactView,
  ConversationView,
  DealView,
  MessageView,
} from '../../../src-shared/bridge/views.ts';
import { plainConversation, plainIdentity, plainMedia } from '../../../src-shared/protocol/defaults.ts';
import type { Activity, Direction } from '../../../src-shared/protocol/entities.ts';
import { ana, directory, MINUTE, NOW } from './people.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const blank: Omit<MessageView, 'id' | 'at' | 'position'> = {
  conversationId: 'mariana',
  channel: 'whatsapp',
  connectionName: 'WhatsApp Loja',
  direction: 'inbound',
  kind: 'text',
  text: null,
  media: null,
  unknownKind: null,
  quoted: null,
  mentionIds: [],
  authorId: null,
  authorName: null,
  activity: null,
  status: null,
  failure: null,
  attempts: [],
  statusTimes: {},
  edited: false,
  content: null,
  forwarded: null,
  referral: null,
  reactions: [],
  edits: [],
  deleted: false,
};

/** A message with a number for id and place; what is not said is plain. */
export function message(position: number, change: Partial<MessageView>): MessageView {
  return { ...blank, id: `m${position}`, at: NOW - 30 * MINUTE + position * MINUTE, position, ...change };
}

export const itemOf = (one: MessageView): ChatItem => ({ type: 'message', id: one.id, message: one });

const byAna = { direction: 'outbound' as const, authorId: 'ana', authorName: 'Ana Souza', status: 'read' as const };

const activity = (position: number, what: Activity, author: string | null, at: number): MessageView =>
  message(position, {
    direction: 'activity' as Direction,
    kind: 'activity',
    activity: what,
    authorId: author,
    authorName: author === 'ana' ? 'Ana Souza' : null,
    at,
  });

export const picture = {
  ...plainMedia,
  id: 'foto',
  mime: 'image/jpeg',
  bytes: 184_320,
  name: 'nota-fiscal.jpg',
  width: 900,
  height: 1200,
  state: 'ready' as const,
};

const earlier: ChatItem[] = [
  {
    type: 'separator',
    id: 'sep-old',
    conversationId: 'old',
    protocol: '2026-0047001',
    channel: 'instagram',
    connectionName: 'Instagram · @lojaaurora',
    finishedAt: NOW - 5 * DAY,
    finishedByName: 'Bruno Tavares',
    reasonName: 'Atraso',
    current: false,
  },
  ...[
    message(1, { text: 'oi, meu pedido tá atrasado 😕', at: NOW - 5 * DAY - HOUR }),
    message(2, {
      ...byAna,
      authorId: 'bruno',
      authorName: 'Bruno Tavares',
      text: 'Oi, Mariana! A transportadora entrega hoje até as 18h.',
      at: NOW - 5 * DAY - 50 * MINUTE,
    }),
  ].map((one) => itemOf({ ...one, conversationId: 'old', channel: 'instagram' })),
];

/** The conversation of the gallery's afternoon: a bit of everything a chat carries. */
export const marianaItems: ChatItem[] = [
  ...earlier,
  {
    type: 'separator',
    id: 'sep-now',
    conversationId: 'mariana',
    protocol: '2026-0048213',
    channel: 'whatsapp',
    connectionName: 'WhatsApp Loja',
    finishedAt: null,
    finishedByName: null,
    reasonName: null,
    current: true,
  },
  ...[
    activity(10, { type: 'queued', departmentId: 'suporte' }, null, NOW - 28 * MINUTE),
    activity(11, { type: 'assigned', toId: 'ana', cause: 'distributed' }, null, NOW - 28 * MINUTE),
    message(12, { text: 'Oi! Chegou o tênis mas veio 38, pedi 37 😕', at: NOW - 27 * MINUTE }),
    message(13, { text: 'dá pra trocar na loja do shopping?', at: NOW - 27 * MINUTE }),
    message(14, {
      ...byAna,
      text: 'Oi, Mariana! Dá sim. Pode levar com a nota fiscal até dia 28, qualquer loja troca na hora. As regras estão em www.lojaaurora.com.br/trocas',
      quoted: { id: 'm13', text: 'dá pra trocar na loja do shopping?', kind: 'text', authorName: null },
      at: NOW - 23 * MINUTE,
    }),
    activity(
      15,
      {
        type: 'transferred',
        fromId: null,
        fromDepartmentId: 'vendas',
        toId: null,
        toDepartmentId: 'suporte',
        note: 'troca de número, já orientei',
      },
      'ana',
      NOW - 20 * MINUTE,
    ),
    message(16, {
      direction: 'note',
      authorId: 'ana',
      authorName: 'Ana Souza',
      text: '@Bruno Tavares reserva um 37 preto na loja Recife, por favor',
      mentionIds: ['bruno'],
      at: NOW - 12 * MINUTE,
    }),
    message(17, { kind: 'image', media: picture, text: 'achei a nota', at: NOW - 8 * MINUTE }),
    message(18, { kind: 'unknown', unknownKind: 'poll', at: NOW - 7 * MINUTE }),
    message(19, {
      kind: 'document',
      media: {
        ...picture,
        id: 'pdf',
        mime: 'application/pdf',
        name: 'comprovante de compra.pdf',
        width: null,
        height: null,
      },
      at: NOW - 7 * MINUTE,
    }),
    message(20, {
      ...byAna,
      status: 'failed',
      failure: { code: '131048', detail: 'Spam rate limit hit' },
      attempts: [
        { at: NOW - 6 * MINUTE, outcome: 'failed', code: '131048', detail: 'Spam rate limit hit' },
        { at: NOW - 5 * MINUTE, outcome: 'failed', code: '131048', detail: 'Spam rate limit hit' },
      ],
      text: 'Reservei um 37 para você retirar hoje.',
      at: NOW - 6 * MINUTE,
    }),
    message(21, {
      ...byAna,
      status: 'delivered',
      text: 'Reservado! É só procurar o balcão de trocas.',
      at: NOW - 4 * MINUTE,
    }),
    message(22, { text: 'Consegui achar a nota, mando já', at: NOW }),
  ].map(itemOf),
];

/** Many messages, for scrolling. */
export function manyItems(count: number): ChatItem[] {
  const said = [
    'Bom dia!',
    'Qual o prazo para Recife?',
    'Chega até sexta-feira, e o frete é grátis acima de R$ 199.',
    'ok',
  ];
  return Array.from({ length: count }, (_, index) =>
    itemOf(
      message(100 + index, {
        ...(index % 3 === 2 ? byAna : {}),
        id: `many${index}`,
        text: `${said[index % said.length] ?? ''} (${index})`,
        at: NOW - (count - index) * 7 * MINUTE,
      }),
    ),
  );
}

const [first] = directory.connections;
const whatsApp =
  first === undefined ? null : { ...first, capabilities: { ...first.capabilities, reactions: true, templates: true } };

export const mariana: ConversationView = {
  ...plainConversation,
  id: 'mariana',
  protocol: '2026-0048213',
  contactId: 'mari',
  connectionId: 'wa',
  identityId: 'i1',
  channel: 'whatsapp',
  departmentId: 'suporte',
  assigneeId: 'ana',
  assignmentCause: 'distributed',
  status: 'open',
  createdAt: NOW - 28 * MINUTE,
  queuedAt: null,
  finishedAt: null,
  finishedById: null,
  qualification: null,
  lastMessage: null,
  lastActivityAt: NOW,
  lastInboundAt: NOW,
  awaitingSince: NOW,
  unread: 1,
  failedCount: 1,
  title: 'Mariana Cavalcanti de Albuquerque',
  connection: whatsApp,
  department: directory.departments[0] ?? null,
  assigneeName: ana.name,
  windowEndsAt: NOW + 23 * MINUTE,
  mine: true,
  customerTyping: false,
  colleagues: [],
  pendingFinish: false,
  queue: null,
  assigneeOffline: false,
  shownIn: null,
  group: [],
  targets: [
    {
      ...{ conversationId: 'mariana', identityId: 'i1', channel: 'whatsapp', connectionId: 'wa' },
      ...{ connectionName: whatsApp?.name ?? '', address: '(81) 99123-4567', lastInboundAt: NOW },
      windowEndsAt: NOW + 23 * MINUTE,
      capabilities: whatsApp?.capabilities ?? null,
    },
  ],
};

const deal = (id: string, title: string, stage: string, amount: number | null): DealView => ({
  ...{ id, title, pipelineId: 'vendas', pipelineName: 'Vendas', stageId: stage, stageName: stage, amount },
  ...{ state: 'open', createdAt: NOW - DAY, updatedAt: NOW - DAY, pending: false },
});

export const mari: ContactView = {
  id: 'mari',
  namePending: false,
  fields: [],
  notes: [],
  parts: [],
  suggestions: [],
  mergedInto: null,
  name: 'Mariana Cavalcanti de Albuquerque',
  title: 'Mariana Cavalcanti de Albuquerque',
  identities: [
    {
      id: 'i1',
      channel: 'whatsapp',
      address: '558191234567',
      phone: '5581991234567',
      profileName: 'mari 🌻',
      ...plainIdentity,
      contactId: 'mari',
    },
    {
      id: 'i2',
      channel: 'instagram',
      address: '@mari.cav',
      phone: null,
      profileName: null,
      ...plainIdentity,
      contactId: 'mari',
    },
    {
      id: 'i3',
      channel: 'email',
      address: 'mari.cavalcanti.de.albuquerque@provedor.example',
      phone: null,
      profileName: null,
      ...plainIdentity,
      contactId: 'mari',
    },
    {
      id: 'i4',
      channel: 'livechat',
      address: 'b1946ac92492d234',
      phone: null,
      profileName: null,
      ...plainIdentity,
      contactId: 'mari',
    },
  ],
  tagIds: ['Cliente ativo', 'Troca'],
  deals: [
    deal('tenis', 'Tênis de corrida feminino, dois pares', 'Orçamento enviado', 59_980),
    { ...deal('meias', 'Kit de meias', 'Novo', null), pending: true },
    { ...deal('mochila', 'Mochila 20 L', 'Fechamento', 18_990), state: 'won' },
  ],
  tags: [
    { id: 'Cliente ativo', name: 'Cliente ativo', color: '#147a4a', version: 1, pending: null },
    { id: 'Troca', name: 'Troca', color: '#b0307f', version: 1, pending: 'add' },
    { id: 'Urgente', name: 'Urgente', color: '#b42318', version: 1, pending: 'remove' },
  ],
  createdAt: NOW - 400 * DAY,
  recent: [
    {
      id: 'mariana',
      protocol: '2026-0048213',
      channel: 'whatsapp',
      connectionName: 'whatsapp',
      status: 'open',
      at: NOW,
      reasonName: null,
      assigneeName: 'Ana Souza',
    },
    {
      id: 'old',
      protocol: '2026-0047001',
      channel: 'instagram',
      connectionName: 'instagram',
      status: 'finished',
      at: NOW - 5 * DAY,
      reasonName: 'Atraso',
      assigneeName: 'Bruno Tavares',
    },
    {
      id: 'older',
      protocol: '2026-0031877',
      channel: 'email',
      connectionName: 'email',
      status: 'finished',
      at: NOW - 48 * DAY,
      reasonName: null,
      assigneeName: 'Carla Nóbrega',
    },
  ],
};
