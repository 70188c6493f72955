import type { FakeBridge } from '../../../src-renderer/bridge/fake.ts';
import type { ChatItem, ConversationView, HistoryRow } from '../../../src-shared/bridge/views.ts';
import { type KindPage, kindPages } from './kinds.ts';
import { byEmail, mailItems } from './mails.ts';
import { MINUTE, NOW } from './people.ts';
import { manyItems, mari, mariana, marianaItems } from './talk.ts';

/** What the middle and the right column show. */
export interface ChatScene {
  talk: 'everything' | 'many' | 'empty' | 'hostile' | 'mails' | KindPage;
  stands: 'mine' | 'queue' | 'offered' | 'lost' | 'colleague' | 'finished' | 'finishing' | 'closed' | 'mail' | 'gone';
  history: number;
  uploads: boolean;
  conflict: boolean;
}

const stands: Record<ChatScene['stands'], Partial<ConversationView> | null> = {
  mine: {},
  queue: {
    mine: false,
    assigneeId: null,
    assigneeName: null,
    assignmentCause: null,
    status: 'queued',
    queuedAt: NOW - 4 * MINUTE,
    queue: { position: 3, of: 7, since: NOW - 4 * MINUTE, why: 'all-busy' },
  },
  offered: {
    offer: { until: NOW + 25_000 },
    decision: {
      at: NOW - MINUTE,
      rule: 'leastBusy',
      affinity: { agentId: 'bruno', outcome: 'full' },
      among: 3,
      waitedMs: 4 * MINUTE,
    },
  },
  lost: { mine: false, assigneeId: 'bruno', assigneeName: 'Bruno Tavares', assigneeOffline: true },
  colleague: { mine: false, assigneeId: 'bruno', assigneeName: 'Bruno Tavares' },
  finished: {
    status: 'finished',
    finishedAt: NOW,
    finishedById: 'ana',
    qualification: { reasonId: 'tamanho', description: 'Trocou 38 por 37 na loja do shopping.', byId: 'ana', at: NOW },
  },
  finishing: { pendingFinish: true },
  closed: { windowEndsAt: NOW - MINUTE, lastInboundAt: NOW - 1441 * MINUTE },
  mail: byEmail,
  gone: null,
};

const hostile = [
  '<img src=x onerror=alert(1)> <script>alert(1)</script> <b>negrito</b>',
  'javascript:alert(1) data:text/html,<script>alert(1)</script> veja https://lojaaurora.com.br/x?a=1&b=2',
  'arquivo \u202Egpj.exe e isolado \u2066oculto\u2069 fim',
  'x'.repeat(600),
  'مرحبا، كيف حالك؟',
  'linha\n'.repeat(80),
  'palavra '.repeat(12_500),
];

function itemsOf(talk: ChatScene['talk'], limit: number): { items: ChatItem[]; hasMore: boolean } {
  if (talk === 'empty') return { items: [], hasMore: false };
  if (talk === 'hostile') {
    const [last] = marianaItems.slice(-1);
    if (last?.type !== 'message') throw new Error('the last line is a message');
    const items = hostile.map((text, index): ChatItem => {
      const id = `hostile${index}`;
      return { type: 'message', id, message: { ...last.message, id, text, position: 50 + index } };
    });
    return { items, hasMore: false };
  }
  const all =
    talk === 'mails'
      ? mailItems
      : talk === 'many'
        ? manyItems(900)
        : talk === 'everything'
          ? marianaItems
          : kindPages[talk];
  return { items: all.slice(-limit), hasMore: all.length > limit };
}

export function historyRow(index: number): HistoryRow {
  const people = [
    'Mariana Cavalcanti de Albuquerque',
    'João Pedro',
    'Rita Sampaio',
    'Distribuidora Fênix Ltda',
    '(11) 98765-4321',
  ];
  const finishedAt = NOW - index * 37 * MINUTE;
  return {
    id: index === 0 ? 'mariana' : `h${index}`,
    protocol: `2026-${String(48213 - index).padStart(7, '0')}`,
    contactTitle: people[index % people.length] ?? '',
    channel: index % 3 === 1 ? 'livechat' : 'whatsapp',
    connectionName: index % 3 === 1 ? 'Chat do site' : 'WhatsApp Loja',
    agentName: index % 7 === 6 ? null : index % 2 === 0 ? 'Ana Souza' : 'Bruno Tavares',
    departmentName: 'Suporte',
    reasonName: index % 4 === 3 ? null : 'Tamanho',
    description:
      index % 4 === 0 ? 'Trocou 38 por 37 na loja do shopping; orientada a levar a nota fiscal até o dia 28.' : null,
    startedAt: finishedAt - (11 + (index % 9) * 23) * MINUTE,
    finishedAt,
  };
}

/** Adds what the chat, the contact panel and the history ask for to a bridge that answers the frame. */
export function fillChat(bridge: FakeBridge, scene: ChatScene): FakeBridge {
  const change = stands[scene.stands];
  const department = mariana.department === null ? null : { ...mariana.department, requiresReason: true };
  bridge.set('conversation', change === null ? null : { ...mariana, department, ...change });
  bridge.set('conversation.chat', ({ limit }) => itemsOf(scene.talk, limit));
  bridge.set('contact', mari);
  bridge.set('history.list', ({ start, count, filter }) => {
    const total = filter.text === 'zzz' ? 0 : scene.history;
    return {
      total,
      rows: Array.from({ length: Math.max(0, Math.min(count, total - start)) }, (_, at) => historyRow(start + at)),
    };
  });
  if (scene.uploads) {
    const upload = { conversationId: 'mariana', mime: 'image/jpeg', bytes: 2_400_000, mediaId: null, error: null };
    bridge.set('uploads', [
      { ...upload, id: 'u1', name: 'vitrine da loja nova.jpg', sentBytes: 1_500_000, state: 'uploading' },
      { ...upload, id: 'u2', name: 'etiqueta.jpg', sentBytes: 2_400_000, state: 'ready', mediaId: 'foto' },
      { ...upload, id: 'u3', name: 'catálogo.jpg', sentBytes: 0, state: 'failed', error: 'server-error' },
    ]);
  }
  if (scene.conflict) {
    bridge.set('outbox', {
      pending: [],
      conflicts: [
        {
          id: 'c1',
          name: 'message.send',
          conversationId: 'mariana',
          title: 'Mariana',
          at: NOW,
          reason: 'window-closed',
          text: 'Já separei o seu número!',
        },
      ],
    });
  }
  return bridge;
}
