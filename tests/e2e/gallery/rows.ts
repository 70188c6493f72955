import type { InboxRow } from '../../../src-shared/bridge/views.ts';
import { directory, MINUTE, NOW } from './people.ts';

const tag = (name: string) => ({ id: name, name, color: '#0b6b75' });

const base: Omit<InboxRow, 'id' | 'title'> = {
  contactId: 'contact',
  channel: 'whatsapp',
  connectionName: 'WhatsApp Loja',
  preview: null,
  at: NOW,
  unread: 0,
  tags: [],
  assigneeId: 'ana',
  assigneeName: 'Ana Souza',
  departmentName: 'Suporte',
  status: 'open',
  awaitingSince: null,
  windowEndsAt: null,
  failed: false,
  hasDraft: false,
  pending: false,
  queue: null,
  offerUntil: null,
  assigneeOffline: false,
};

const inbound = (text: string) => ({ direction: 'inbound' as const, kind: 'text' as const, text, status: null });
const outbound = (text: string, status: 'sent' | 'delivered' | 'read' | 'failed') => ({
  direction: 'outbound' as const,
  kind: 'text' as const,
  text,
  status,
});

/** The conversations of a Thursday afternoon, each showing something a card must show. */
const told: InboxRow[] = [
  {
    ...base,
    id: 'mariana',
    title: 'Mariana Cavalcanti de Albuquerque',
    preview: inbound('Consegui achar a nota, mando já'),
    tags: [tag('Cliente ativo'), tag('Troca')],
    windowEndsAt: NOW + 23 * MINUTE,
  },
  {
    ...base,
    id: 'joao',
    title: 'João Pedro',
    channel: 'instagram',
    connectionName: 'Instagram · @lojaaurora',
    preview: inbound('oi, vcs entregam em Olinda?'),
    at: NOW - MINUTE,
    unread: 3,
    awaitingSince: NOW - 2 * MINUTE,
  },
  {
    ...base,
    id: 'numero',
    title: '(11) 98765-4321',
    preview: outbound('Seu pedido 48213 está pronto para retirada', 'failed'),
    at: NOW - 5 * MINUTE,
    failed: true,
  },
  {
    ...base,
    id: 'rita',
    title: 'Rita Sampaio',
    channel: 'email',
    connectionName: 'contato@lojaaurora',
    preview: outbound('Boa tarde, Rita. O estorno foi feito hoje e aparece na próxima fatura', 'read'),
    at: NOW - 34 * MINUTE,
    tags: [tag('Reembolso')],
    assigneeId: 'bruno',
    assigneeName: 'Bruno Tavares',
  },
  {
    ...base,
    id: 'visitante',
    title: 'Visitante 7 · Chat do site',
    channel: 'livechat',
    connectionName: 'Chat do site',
    preview: inbound('Obrigada!!'),
    at: NOW - 41 * MINUTE,
    unread: 1,
    awaitingSince: NOW - 41 * MINUTE,
    assigneeId: null,
    assigneeName: null,
    status: 'queued',
  },
  {
    ...base,
    id: 'fenix',
    title: 'Distribuidora Fênix Ltda',
    preview: { direction: 'inbound', kind: 'audio', text: '0:42', status: null },
    at: NOW - 25 * 60 * MINUTE,
    tags: [tag('Proposta enviada'), tag('VIP'), tag('Urgente'), tag('Cliente ativo')],
    windowEndsAt: NOW - 60 * MINUTE,
  },
  {
    ...base,
    id: 'davi',
    title: 'Davi Luiz Ferreira',
    preview: outbound('Vou conferir no estoque e já retorno', 'delivered'),
    at: NOW - 26 * 60 * MINUTE,
    hasDraft: true,
    pending: true,
    windowEndsAt: NOW + 100 * MINUTE,
  },
];

const names = ['Marina Duarte', 'Otávio Prado', 'Lúcia Helena', 'Seu Raimundo', 'Bianca Xavier', 'Igor Nakamura'];
const texts = ['bom dia, tudo bem?', 'o boleto veio errado de novo', 'chegou, obrigado!', 'qual o prazo pra Recife?'];

const pick = <Value>(list: readonly Value[], index: number, fallback: Value): Value =>
  list[index % list.length] ?? fallback;

/** Row number `index` of a list of any length, always the same. */
export function rowAt(index: number): InboxRow {
  const known = told[index];
  if (known !== undefined) return known;
  const connection = directory.connections[index % directory.connections.length];
  return {
    ...base,
    id: `row-${index}`,
    title: `${pick(names, index, 'Cliente')} ${index}`,
    channel: connection?.channel ?? 'whatsapp',
    connectionName: connection?.name ?? '',
    preview:
      index % 3 === 0 ? outbound('Combinado, qualquer dúvida me chama', 'read') : inbound(pick(texts, index, '')),
    at: NOW - 26 * 60 * MINUTE - index * 7 * MINUTE,
    unread: index % 11 === 0 ? 2 : 0,
    tags: index % 4 === 0 ? [tag('Cliente ativo')] : [],
  };
}

export function longNames(row: InboxRow, index: number): InboxRow {
  return {
    ...row,
    title: `${row.title} Vasconcelos Montenegro de Sá e Benevides do Nascimento, comprador da filial de Jaboatão ${index}`,
    connectionName: 'WhatsApp do Departamento de Relacionamento com Clientes Corporativos do Nordeste',
    preview: inbound('Pneumoultramicroscopicossilicovulcanoconiótico '.repeat(6)),
    tags: [tag('Cliente com contrato de fornecimento anual'), tag('Negociação em andamento'), tag('VIP')],
    unread: index % 2 === 0 ? 128 : 0,
  };
}
