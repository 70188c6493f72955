// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import { cards, edited, form, order, place, pressed, template } from '../../e2e/gallery/kinds.ts';
import { itemOf, message, picture } from '../../e2e/gallery/talk.ts';
import { type Opened, openChat } from './open.tsx';

const open = (one: MessageView): Opened => openChat({ items: [itemOf(one)] });
const said = async () => (await screen.findByRole('article')).textContent?.replace(/\u00a0/g, ' ') ?? '';

/** What was last put on the clipboard. jsdom has none; userEvent brings one of its own. */
const copied = () => navigator.clipboard.readText();

test('a place says its name, address and coordinates, and loads nothing by itself', async () => {
  open(place);
  expect(await said()).toContain('Shopping Recife, entrada B');
  expect(await said()).toContain('R. Padre Carapuceiro, 777');
  expect(await said()).toContain('-8.047612, -34.876964');
  expect(screen.getByRole('log').querySelector('img, iframe')).toBeNull();
});

test('the map opens outside, when the agent asks for it', async () => {
  const { user, asked } = open(place);
  await user.click(await screen.findByRole('link', { name: 'Abrir no mapa' }));
  expect(asked('link.open')).toEqual([
    { url: 'https://www.google.com/maps/search/?api=1&query=-8.047612%2C%20-34.876964' },
  ]);
});

test('coordinates can be copied', async () => {
  const { user } = open(place);
  await user.click(await screen.findByRole('button', { name: 'Copiar coordenadas' }));
  expect(await copied()).toBe('-8.047612, -34.876964');
  expect(await screen.findByText('Coordenadas copiadas')).toBeInTheDocument();
});

test('a place without a name is still a place', async () => {
  open(
    message(1, {
      kind: 'location',
      content: { type: 'location', latitude: 1, longitude: 2, name: null, address: null },
    }),
  );
  expect(await said()).toContain('Localização1, 2');
});

test('a contact card says who it is and how to reach them', async () => {
  const { user } = open(cards);
  const text = await said();
  for (const part of ['Encaminhada', 'Paulo Henrique Cavalcanti', 'Cavalcanti & Filhos', '(81) 99123-4567', 'celular'])
    expect(text).toContain(part);
  await user.click(screen.getByRole('button', { name: 'Copiar paulo@cavalcanti.example' }));
  expect(await copied()).toBe('paulo@cavalcanti.example');
});

test('a conversation can be begun with a number on a card', async () => {
  const { user, route } = open(cards);
  const [mobile] = await screen.findAllByRole('button', { name: 'Nova conversa' });
  if (mobile === undefined) throw new Error('the card offers no conversation');
  await user.click(mobile);
  expect(route.getState()).toMatchObject({
    overlay: 'start',
    startFrom: { kind: 'number', number: '+55 81 99123-4567' },
  });
});

test('a pressed button stands under the template it answers', async () => {
  open(pressed);
  const text = await said();
  expect(text).toContain('Modelo de mensagem: Olá, Mariana!');
  expect(text).toContain('Resposta por botãoVou buscar hoje');
  expect(text.match(/Vou buscar hoje/g)).toHaveLength(1);
});

test('a filled-in form shows each question with its answer', async () => {
  open(form);
  const answer = within(await screen.findByRole('table')).getByRole('row', { name: /Tamanho desejado/ });
  expect(within(answer).getByRole('cell')).toHaveTextContent('37');
});

test('an order shows pieces, prices and what they come to, in reais', async () => {
  open(order);
  const text = await said();
  for (const part of ['Pedido · 4 itens', 'R$ 349,90', 'R$ 24,50', 'TotalR$ 423,40', 'Pode embrulhar para presente?'])
    expect(text).toContain(part);
});

test('an order with a price missing promises no total', async () => {
  const items = [{ product: 'Cadarço', quantity: 1, price: null, currency: null }];
  open(message(1, { kind: 'order', content: { type: 'order', note: null, items } }));
  expect(await said()).toContain('Totala confirmar');
});

test('a template stands as the customer saw it, and says that it is one', async () => {
  open({
    ...template,
    content: template.content?.type === 'template' ? { ...template.content, header: 'Pedido pronto' } : null,
  });
  const text = await said();
  expect(text).toContain('Modelo de mensagem · pedido_pronto');
  expect(text).toMatch(/Pedido pronto.*Olá, Mariana!.*responda SAIR/);
  const buttons = within(screen.getByRole('list', { name: 'Botões do modelo' })).getAllByRole('listitem');
  expect(buttons.map((button) => button.textContent)).toEqual(['Vou buscar hoje', 'Ver o pedido', 'Ligar para a loja']);
  expect(await screen.findByRole('img', { name: /Imagem enviada/ })).toBeInTheDocument();
});

test.each([
  ['once', 'Encaminhada'],
  ['often', 'Encaminhada muitas vezes'],
] as const)('a message forwarded %s says so', async (forwarded, words) => {
  open(message(1, { text: 'oi', forwarded }));
  expect(await screen.findByText(words)).toBeInTheDocument();
});

test('whoever came from an advert brings it along, and only a press opens it', async () => {
  const referral = { kind: 'ad' as const, headline: 'Leve três', body: 'Só até domingo', url: 'https://fb.me/x' };
  const { user, asked } = open(message(1, { text: 'oi', referral }));
  expect(await said()).toContain('Veio de um anúncioLeve trêsSó até domingo');
  await user.click(screen.getByRole('link', { name: 'Abrir anúncio' }));
  expect(asked('link.open')).toEqual([{ url: 'https://fb.me/x' }]);
});

test('an advert whose address is no web address offers none', async () => {
  const referral = { kind: 'ad' as const, headline: 'x', body: null, url: 'javascript:alert(1)' };
  open(message(1, { text: 'oi', referral }));
  expect(await said()).toContain('Veio de um anúncio');
  expect(screen.queryByRole('link')).not.toBeInTheDocument();
});

test('«Editada» opens the earlier wordings, with their times', async () => {
  const { user } = open(edited);
  await user.click(await screen.findByRole('button', { name: 'Editada' }));
  const wordings = within(await screen.findByRole('list', { name: 'Textos anteriores' })).getAllByRole('listitem');
  expect(wordings.map((one) => one.textContent)).toEqual([
    expect.stringMatching(/\d\d:\d\dchego as 17h$/),
    expect.stringMatching(/\d\d:\d\dchego as 17h30, tudo bem\?$/),
  ]);
});

test('a deleted message says who deleted it and shows nothing of it', async () => {
  open(message(1, { deleted: true, text: 'segredo', kind: 'image', media: picture, edited: true }));
  expect(await said()).toContain('Mensagem apagada pelo cliente');
  expect(screen.queryByText('segredo')).not.toBeInTheDocument();
  expect(screen.queryByRole('img')).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Copiar texto' })).not.toBeInTheDocument();
});

test.each(['unsupported', 'unsupported.poll', 'unsupported.131051'])(
  'what WhatsApp keeps back (%s) is said to be kept back, and what to ask for',
  async (unknownKind) => {
    open(message(1, { kind: 'unknown', unknownKind }));
    expect(await said()).toContain('O WhatsApp não entregou o conteúdo desta mensagem');
    expect(await said()).toContain('Peça ao cliente que envie de outra forma');
  },
);

test('a message WhatsApp cannot show now is told apart from a kind it never shows', async () => {
  open(message(1, { kind: 'unknown', unknownKind: 'unsupported.131060' }));
  expect(await said()).toContain('Esta mensagem não está disponível no WhatsApp neste momento');
  expect(await said()).toContain('Peça ao cliente que envie de outra forma');
});

test.each([
  ['place', { ...place, text: 'Shopping Recife, entrada B\nR. Padre Carapuceiro' }, /Shopping Recife, entrada B/g],
  ['contact card', { ...cards, text: 'Paulo Henrique Cavalcanti\n+55 81 99123-4567' }, /Paulo Henrique/g],
])('a %s is not said twice, though its words came as text too', async (_what, one, words) => {
  open(one);
  expect((await said()).match(words)).toHaveLength(1);
});

test('a kind nobody knows keeps its text and its file', async () => {
  open(
    message(1, {
      kind: 'unknown',
      unknownKind: 'poll',
      text: 'Qual cor?',
      media: { ...picture, mime: 'text/csv', name: 'votos.csv' },
    }),
  );
  const text = await said();
  for (const part of ['Mensagem de um tipo que ainda não conhecemos: poll', 'votos.csv', 'Qual cor?'])
    expect(text).toContain(part);
});

test.each([
  ['a voice note', { kind: 'audio', nature: 'voice', text: '' }, 'Mensagem de voz'],
  ['a picture with words', { kind: 'image', nature: null, text: 'a nota' }, 'Imagem: a nota'],
  ['a place', { kind: 'location', nature: null, text: 'Loja' }, 'Localização: Loja'],
  ['a deleted message', { kind: 'text', nature: 'deleted', text: '' }, 'Mensagem apagada'],
  [
    'a message that is not here',
    { kind: 'unknown', nature: null, text: null },
    'Mensagem que não está mais neste computador',
  ],
] as const)('a quotation of %s says what it was', async (_what, quoted, words) => {
  open(message(1, { text: 'esse', quoted: { id: 'q', authorName: 'Ana Souza', ...quoted } }));
  expect(await screen.findByText(words)).toBeInTheDocument();
});

test('the customer’s new number and security code are told in words', async () => {
  const activity = { direction: 'activity', kind: 'activity' } as const;
  openChat({
    items: [
      itemOf(message(1, { ...activity, activity: { type: 'numberChanged', from: '5581991234567', to: 'BR.1502' } })),
      itemOf(message(2, { ...activity, activity: { type: 'identityChanged' } })),
    ],
  });
  expect(await screen.findByText(/O cliente mudou de número: de \(81\) 99123-4567 para BR\.1502/)).toBeInTheDocument();
  expect(screen.getByText(/O código de segurança do cliente mudou/)).toBeInTheDocument();
});

test('what the business wrote in the channel’s own application is not called automatic', async () => {
  const echo = { direction: 'outbound', authorId: null, authorName: null, status: 'read' } as const;
  const attempt = { at: 1, outcome: 'accepted', code: null, detail: null } as const;
  openChat({
    items: [
      itemOf(message(1, { ...echo, text: 'do celular da loja', attempts: [] })),
      itemOf(message(2, { ...echo, text: 'da automação', attempts: [attempt] })),
    ],
  });
  const line = async (text: string) => (await screen.findByText(text)).closest('article');
  expect(await line('do celular da loja')).toHaveTextContent('Enviada pelo aplicativo do canal');
  expect(await line('da automação')).toHaveTextContent('Mensagem automática');
});

test('a customer who came back by an advertisement or a link is told, with what it was called', async () => {
  const activity = { direction: 'activity', kind: 'activity' } as const;
  openChat({
    items: [
      itemOf(message(1, { ...activity, activity: { type: 'referred', kind: 'ad', headline: 'Leve três' } })),
      itemOf(message(2, { ...activity, activity: { type: 'referred', kind: 'other', headline: null } })),
    ],
  });
  expect(await screen.findByText(/O cliente veio de um anúncio: Leve três/)).toBeInTheDocument();
  expect(screen.getByText(/O cliente veio de um link/)).toBeInTheDocument();
});

test('when the system refuses its clipboard, that is said', async () => {
  const { user } = open(place);
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new Error('no'));
  await user.click(await screen.findByRole('button', { name: 'Copiar coordenadas' }));
  expect(await screen.findByText('Não foi possível copiar')).toBeInTheDocument();
});
