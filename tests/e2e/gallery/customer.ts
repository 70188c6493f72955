import type { ContactFieldView, ContactView, TimelineEntry } from '../../../src-shared/bridge/views.ts';
import type { FieldType } from '../../../src-shared/protocol/contacts.ts';
import { plainIdentity } from '../../../src-shared/protocol/defaults.ts';
import { MINUTE, NOW } from './people.ts';
import { mari } from './talk.ts';

/** Mariana as one customer of several channels: fields, notes, what was merged, who else she may be, and her timeline. */
const field = (name: string, type: FieldType, value: string | null, pending = false): ContactFieldView => ({
  field: { id: name, name, type, choices: ['Ouro', 'Prata'], position: 0, active: true, version: 1 },
  value,
  pending,
});

export const known: ContactView = {
  ...mari,
  identities: mari.identities.map((identity, index) => ({
    ...identity,
    verified: index === 0 ? { byId: 'ana', at: NOW } : null,
    shared: index === 2,
    proved: index === 0,
  })),
  fields: [
    field('CPF', 'cpf', '52998224725'),
    field('Data de nascimento', 'date', '1988-03-14'),
    field('Nível do programa de fidelidade', 'choice', 'Ouro', true),
    field('Endereço de entrega', 'text', 'Rua da Aurora, 1.457, bloco B, apartamento 1203, Santo Amaro, Recife'),
    ...['E-mail da nota', 'CNPJ', 'Limite', 'Telefone fixo', 'Observação fiscal'].map((name) =>
      field(name, 'text', null),
    ),
  ],
  notes: [
    {
      ...{ id: 'n1', text: 'Prefere ligação depois das 15h.\nTem dois filhos, compra tamanho 37.', authorId: 'ana' },
      ...{ at: NOW - 90 * MINUTE, authorName: 'Ana Souza', mine: true, pending: null },
    },
    {
      ...{ id: 'n2', text: 'Pediu nota com CNPJ da empresa', authorId: 'bruno', at: NOW - 900 * MINUTE },
      ...{ authorName: 'Bruno Tavares', mine: false, pending: null },
    },
  ],
  parts: [
    {
      ...{ id: 'ig', title: '@mari.cav', intoId: mari.id, mergeId: 'm1', at: NOW, byId: null, byName: null },
      identities: mari.identities.slice(1, 2),
      reasons: [{ kind: 'email', value: 'mari.cavalcanti.de.albuquerque@provedor.example' }],
    },
  ],
  suggestions: [
    {
      ...{ id: 's1', otherId: 'outra', otherTitle: 'Mariana C. de Albuquerque Montenegro e Vasconcelos' },
      ...{ otherKnown: true, at: NOW },
      reasons: [
        { kind: 'cpf', value: '52998224725' },
        { kind: 'phone-ninth-digit', value: '5581991234567' },
      ],
    },
  ],
};

export const other: ContactView = {
  ...known,
  ...{ id: 'outra', name: 'Mariana C. de Albuquerque Montenegro e Vasconcelos', suggestions: [], parts: [] },
  ...{ title: 'Mariana C. de Albuquerque Montenegro e Vasconcelos', tags: [], tagIds: [], notes: [], deals: [] },
  identities: [
    {
      ...{ id: 'x1', channel: 'messenger', address: 'mariana.montenegro', phone: null, profileName: null },
      ...{ ...plainIdentity, contactId: 'outra' },
    },
  ],
  fields: known.fields.map((one) =>
    one.field.name === 'Endereço de entrega'
      ? { ...one, value: 'Av. Boa Viagem, 99' }
      : one.field.name === 'Limite'
        ? { ...one, value: '2500' }
        : { ...one, pending: false },
  ),
};

const place = (channel: 'whatsapp' | 'instagram' | 'email') => ({
  ...{ id: 'mariana', protocol: '2026-0048213', channel, connectionName: 'Loja' },
});
const at = (minutes: number) => NOW - minutes * MINUTE;
const said = (id: string, minutes: number, text: string, channel: 'whatsapp' | 'instagram', answer = false) =>
  ({
    ...{ id, at: at(minutes), kind: 'message', byId: answer ? 'ana' : null, byName: answer ? 'Ana Souza' : null },
    conversation: place(channel),
    what: {
      ...{ type: 'message', messageId: id, position: 1, direction: answer ? 'outbound' : 'inbound', kind: 'text' },
      ...{ nature: null, text, status: null, elsewhere: false },
    },
  }) satisfies TimelineEntry;
const record = { byId: 'ana', byName: 'Ana Souza', conversation: null };

export const timeline: TimelineEntry[] = [
  said(
    't1',
    2,
    'vocês retiram o 38 na mesma hora? porque eu saio cedo e o porteiro não recebe nada depois das 18h, tá?',
    'whatsapp',
  ),
  said('t2', 6, 'Sim, Mariana! O entregador leva o 37 e já retira o 38.', 'whatsapp', true),
  {
    ...{ id: 't3', at: at(9), kind: 'merge', byId: null, byName: null, conversation: null },
    what: {
      ...{ type: 'event', names: {} },
      event: {
        ...{ type: 'merged', mergeId: 'm1', otherId: 'ig', otherTitle: '@mari.cav' },
        reasons: [{ kind: 'email', value: 'mari.cavalcanti.de.albuquerque@provedor.example' }],
      },
    },
  },
  {
    ...{ ...record, id: 't4', at: at(30), kind: 'field' },
    what: {
      ...{ type: 'event', names: { CPF: 'CPF' } },
      event: { type: 'field', fieldId: 'CPF', from: null, to: '529.982.247-25' },
    },
  },
  {
    ...{ ...record, id: 't5', at: at(45), kind: 'deal' },
    what: {
      ...{ type: 'event', names: { a: 'Novo', b: 'Orçamento enviado' } },
      event: {
        ...{ type: 'deal', dealId: 'd', title: 'Tênis de corrida feminino, dois pares', change: 'moved' },
        ...{ fromStageId: 'a', toStageId: 'b' },
      },
    },
  },
  {
    ...record,
    id: 't6',
    at: at(80),
    kind: 'note',
    what: { type: 'note', messageId: null, position: 0, text: 'Prefere ligação depois das 15h.' },
  },
  said('t7', 1_500, 'oi! o tênis da vitrine ainda tem no 37?', 'instagram'),
  {
    ...{
      id: 't8',
      at: at(1_501),
      kind: 'qualification',
      byId: 'ana',
      byName: 'Ana Souza',
      conversation: place('instagram'),
    },
    what: { type: 'qualification', reasonName: 'Tamanho', description: 'Trocou 38 por 37', inactivityMinutes: null },
  },
];
