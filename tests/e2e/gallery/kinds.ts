import type { ChatItem, MessageView } from '../../../src-shared/bridge/views.ts';
import { plainMedia } from '../../../src-shared/protocol/defaults.ts';
import type { Media } from '../../../src-shared/protocol/entities.ts';
import { directs } from './directs.ts';
import { MINUTE, NOW } from './people.ts';
import { itemOf, message, picture } from './talk.ts';

/** Every kind of message a channel carries, and every state one of ours can be in: a page each, for pictures and tests. */
const byAna = { direction: 'outbound' as const, authorId: 'ana', authorName: 'Ana Souza', status: 'read' as const };
const outcome = (at: number, code: string | null, detail: string | null = null) => ({
  at: NOW - at * MINUTE,
  outcome: code === null ? ('accepted' as const) : ('failed' as const),
  code,
  detail,
});

const media = (change: Partial<Media>): Media => ({
  ...plainMedia,
  id: 'medium',
  mime: 'application/octet-stream',
  bytes: 1_240_000,
  name: null,
  width: null,
  height: null,
  state: 'ready',
  ...change,
});

export const place = message(2, {
  kind: 'location',
  content: {
    type: 'location',
    latitude: -8.0476123,
    longitude: -34.8769645,
    name: 'Shopping Recife, entrada B',
    address: 'R. Padre Carapuceiro, 777 - Recife',
  },
});

export const cards = message(3, {
  kind: 'contacts',
  forwarded: 'once',
  content: {
    type: 'contacts',
    cards: [
      {
        name: 'Paulo Henrique Cavalcanti',
        organization: 'Cavalcanti & Filhos Calçados',
        phones: [
          { number: '+55 81 99123-4567', label: 'CELL' },
          { number: '(81) 3223-4455', label: 'WORK' },
        ],
        emails: [{ address: 'paulo@cavalcanti.example', label: 'WORK' }],
      },
    ],
  },
});

const arrivals: MessageView[] = [
  message(1, {
    text: 'Oi! Vi o anúncio do tênis de corrida, ainda tem no 37?',
    referral: {
      kind: 'ad',
      headline: 'Tênis Aurora Run: leve três, pague dois',
      body: 'Só até domingo nas lojas de Recife e Olinda.',
      url: 'https://fb.me/aurora-run',
    },
  }),
  place,
  message(4, {
    ...byAna,
    text: 'É bem pertinho da nossa loja! Te espero lá.',
    quoted: { id: 'm2', text: 'Shopping Recife, entrada B', kind: 'location', nature: null, authorName: null },
    reactions: [{ by: 'customer', authorId: null, emoji: '🙏', at: NOW, state: 'sent' }],
  }),
  cards,
];

export const template = message(1, {
  ...byAna,
  kind: 'template',
  text: 'Olá, Mariana! Seu pedido 48213 está pronto para retirada na loja Recife até sábado, 28/11.',
  media: { ...picture, id: 'vitrine', name: null, width: 1200, height: 628 },
  content: {
    type: 'template',
    templateId: 't1',
    name: 'pedido_pronto',
    language: 'pt_BR',
    header: null,
    footer: 'Loja Aurora · responda SAIR para não receber avisos',
    buttons: [
      { kind: 'reply', text: 'Vou buscar hoje' },
      { kind: 'url', text: 'Ver o pedido' },
      { kind: 'phone', text: 'Ligar para a loja' },
    ],
    values: null,
  },
});

export const pressed = message(2, {
  kind: 'interactive',
  text: 'Vou buscar hoje',
  content: { type: 'reply', to: 'button', title: 'Vou buscar hoje', description: null, fields: [] },
  quoted: { id: 'm1', text: template.text, kind: 'template', nature: null, authorName: 'Ana Souza' },
});

export const form = message(4, {
  kind: 'interactive',
  text: 'Formulário de troca',
  content: {
    type: 'reply',
    to: 'form',
    title: 'Formulário de troca',
    description: null,
    fields: [
      { name: 'Motivo', value: 'Tamanho' },
      { name: 'Tamanho desejado', value: '37' },
      { name: 'Observações', value: 'O 38 ficou largo, prefiro trocar a devolver' },
    ],
  },
});

export const order = message(5, {
  kind: 'order',
  text: 'Tênis Aurora Run',
  content: {
    type: 'order',
    note: 'Pode embrulhar para presente?',
    items: [
      { product: 'Tênis Aurora Run 37 preto', quantity: 1, price: 349.9, currency: 'BRL' },
      { product: 'Meia esportiva cano médio', quantity: 3, price: 24.5, currency: 'BRL' },
    ],
  },
});

const choices: MessageView[] = [
  message(3, {
    kind: 'interactive',
    text: 'Troca',
    content: {
      type: 'reply',
      to: 'list',
      title: 'Trocar um produto',
      description: 'Até 30 dias depois da compra, com a nota',
      fields: [],
    },
  }),
  form,
  order,
];

export const edited = message(5, {
  text: 'chego às 18h, tudo bem?',
  edited: true,
  edits: [
    { text: 'chego as 17h', at: NOW - 9 * MINUTE },
    { text: 'chego as 17h30, tudo bem?', at: NOW - 8 * MINUTE },
  ],
});

const mediaKinds: MessageView[] = [
  message(1, {
    kind: 'image',
    media: picture,
    text: 'achei a nota',
    reactions: [
      { by: 'customer', authorId: null, emoji: '👍', at: NOW, state: 'sent' },
      { by: 'business', authorId: 'bruno', emoji: '❤️', at: NOW, state: 'sent' },
    ],
  }),
  message(2, {
    kind: 'audio',
    media: media({ id: 'voz', mime: 'audio/ogg', name: 'PTT-20261119-WA0003.ogg', bytes: 41_000, voice: true }),
  }),
];

const files: MessageView[] = [
  message(3, {
    ...byAna,
    kind: 'video',
    media: media({
      id: 'filme',
      mime: 'video/mp4',
      name: 'como-trocar.mp4',
      bytes: 9_800_000,
      width: 1280,
      height: 720,
      thumbnail: { width: 320, height: 180 },
    }),
  }),
  message(4, {
    kind: 'document',
    media: media({ id: 'pdf', mime: 'application/pdf', name: 'comprovante de compra.pdf', bytes: 184_320 }),
  }),
  message(5, {
    kind: 'sticker',
    media: media({ id: 'figurinha', mime: 'image/webp', width: 512, height: 512 }),
    content: { type: 'sticker', animated: false },
  }),
];

const oddities: MessageView[] = [
  message(1, {
    direction: 'activity',
    kind: 'activity',
    activity: { type: 'numberChanged', from: '5581991234567', to: '5581998887766' },
  }),
  message(2, { direction: 'activity', kind: 'activity', activity: { type: 'identityChanged' } }),
  message(3, { text: 'Promoção imperdível, repasse para dez amigos!', forwarded: 'often' }),
  edited,
  message(6, { deleted: true }),
  message(7, { kind: 'unknown', unknownKind: 'unsupported' }),
  message(8, { kind: 'unknown', unknownKind: 'poll' }),
  message(9, {
    text: 'esse aqui, não aquele',
    quoted: { id: 'longe', text: null, kind: 'unknown', nature: null, authorName: null },
    reactions: [{ by: 'business', authorId: 'ana', emoji: '😂', at: NOW, state: 'failed' }],
  }),
];

export const states: MessageView[] = [
  message(1, { ...byAna, status: 'queued', text: 'Na fila de envio' }),
  message(2, {
    ...byAna,
    status: 'queued',
    text: 'O canal pediu para esperar',
    attempts: [
      outcome(3, '131056', '(#131056) Business account/consumer account pair rate limit hit'),
      outcome(1, '131056'),
    ],
  }),
  message(3, { ...byAna, status: 'delivered', text: 'Entregue, ainda não lida', attempts: [outcome(20, null)] }),
  message(4, {
    ...byAna,
    status: 'failed',
    text: 'Ainda está por aí?',
    failure: { code: '131047', detail: 'Re-engagement message' },
    attempts: [outcome(4, '131047', 'Re-engagement message')],
  }),
  message(5, {
    ...byAna,
    status: 'failed',
    text: 'Reservei um 37 para você retirar hoje.',
    failure: { code: '131048', detail: 'Spam rate limit hit' },
    attempts: [outcome(6, '131048', 'Spam rate limit hit'), outcome(5, '131048', 'Spam rate limit hit')],
  }),
  message(6, {
    ...byAna,
    status: 'failed',
    text: 'O código de troca é 7741.',
    failure: { code: 'uncertain', detail: null },
    attempts: [{ at: NOW - 2 * MINUTE, outcome: 'uncertain', code: 'timeout', detail: null }],
  }),
];

/** What the pages must bear: long names and words, many parts, prices missing. */
const strained: MessageView[] = [
  message(1, {
    kind: 'contacts',
    content: {
      type: 'contacts',
      cards: Array.from({ length: 3 }, (_, at) => ({
        name: `Dona Maria das Graças Vasconcelos Montenegro de Sá e Benevides do Nascimento ${at}`,
        organization: 'Associação'.repeat(9),
        phones: [{ number: '+1 (940) 555-1234', label: 'número do escritório de Nova Jersey' }],
        emails: [{ address: `${'endereço'.repeat(9)}@provedor.example`, label: null }],
      })),
    },
  }),
  message(2, {
    kind: 'order',
    content: {
      type: 'order',
      note: null,
      items: [
        { product: 'x'.repeat(90), quantity: 12, price: null, currency: null },
        { product: 'Cadarço', quantity: 1.5, price: 1234567.891, currency: 'BRL' },
      ],
    },
  }),
  message(3, {
    kind: 'interactive',
    content: {
      type: 'reply',
      to: 'form',
      title: 'T'.repeat(120),
      description: 'd'.repeat(120),
      fields: [{ name: 'pergunta_sem_espaços_'.repeat(4), value: 'respostasemespaços'.repeat(12) }],
    },
  }),
  message(4, {
    ...byAna,
    kind: 'template',
    text: 'palavra'.repeat(30),
    content: {
      type: 'template',
      templateId: 't2',
      name: 'nome_de_modelo_que_ninguem_encurtou_'.repeat(3),
      language: 'pt_BR',
      header: 'CABEÇALHO'.repeat(12),
      footer: 'rodapé'.repeat(20),
      buttons: [{ kind: 'url', text: 'botão'.repeat(16) }],
      values: null,
    },
  }),
  message(5, {
    kind: 'location',
    content: { type: 'location', latitude: 0, longitude: 0, name: 'N'.repeat(90), address: 'e'.repeat(200) },
  }),
];

const asItems = (messages: readonly MessageView[]): ChatItem[] => messages.map(itemOf);

/** A page is what fits a laptop's window. */
export const kindPages = {
  arrivals: asItems(arrivals),
  template: asItems([template, pressed]),
  choices: asItems(choices),
  media: asItems(mediaKinds),
  files: asItems(files),
  oddities: asItems(oddities),
  states: asItems(states),
  strained: asItems(strained),
  directs: asItems(directs),
  kinds: asItems(
    [arrivals, [template, pressed], choices, mediaKinds, files, oddities, states]
      .flat()
      .map((one, at) => ({ ...one, id: `k${at}`, position: at + 1, at: NOW - (40 - at) * MINUTE })),
  ),
};
export type KindPage = keyof typeof kindPages;
