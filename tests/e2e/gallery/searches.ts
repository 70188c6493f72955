import type { OlderHits, SearchHit } from '../../../src-shared/bridge/views.ts';
import { NOW } from './people.ts';

const DAY = 86_400_000;

const about = { channel: 'whatsapp', protocol: '2026-0048213', status: 'open', count: 1 } as const;
const mariana = { ...about, conversationId: 'mariana', title: 'Mariana Cavalcanti de Albuquerque' };
const rita = {
  ...about,
  conversationId: 'rita',
  title: 'Rita Sampaio',
  protocol: '2026-0047720',
  channel: 'livechat',
} as const;

const marked = (before: string, text: string, after: string) => ({
  excerpt: `${before}${text}${after}`,
  marks: [[before.length, before.length + text.length]] satisfies [number, number][],
});

const inbound = (id: string, position: number, at: number) => ({ id, position, at, direction: 'inbound' as const });

/** What this machine finds: a contact, a conversation with several messages, another with one. */
export function foundHere(text: string, conversationId: string | undefined): SearchHit[] {
  const newest = {
    ...mariana,
    message: inbound('m1', 7, NOW),
    ...marked('…consegui achar a ', text, ' fiscal, mando já por aqui'),
    count: 3,
  };
  if (conversationId === 'mariana') {
    return [
      newest,
      { ...mariana, message: inbound('m3', 5, NOW - DAY), ...marked('A ', text, ' veio sem o CPF') },
      { ...mariana, message: inbound('m4', 3, NOW - DAY), ...marked('Preciso da ', text, ' do pedido 4471') },
    ];
  }
  return [
    { ...mariana, message: null, excerpt: '(81) 99123-4567', marks: [[0, 10]] },
    newest,
    {
      ...rita,
      message: { id: 'm2', position: 9, at: NOW - DAY, direction: 'outbound' },
      ...marked('Segue a ', text, ' fiscal do seu pedido 48.213, chegou bem?'),
    },
  ];
}

/** What only the server has, in two pages. */
export function foundOnServer(text: string, before: number | null): OlderHits {
  const old = {
    ...about,
    status: 'finished' as const,
    conversationId: 'old',
    title: 'Padaria Aurora',
    protocol: '2025-0012345',
  };
  const at = before === null ? NOW - 200 * DAY : NOW - 300 * DAY;
  const hit = { ...old, message: inbound(`o${before ?? 0}`, 2, at), ...marked('Podem reenviar a ', text, ' de maio?') };
  return { hits: [hit], next: before === null ? at : null };
}
