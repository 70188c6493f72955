// @vitest-environment jsdom
import { act, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import { itemOf, manyItems, marianaItems, message, picture } from '../../e2e/gallery/talk.ts';
import { offline, openChat, type Story } from './open.tsx';

const byAna = { direction: 'outbound' as const, authorId: 'ana', authorName: 'Ana Souza' };
const withMessage = (change: Partial<MessageView>, story: Story = {}) =>
  openChat({ ...story, items: [itemOf(message(7, change))] });

test.each([
  ['pending', 'Pendente neste computador'],
  ['queued', 'Na fila de envio'],
  ['sent', 'Enviada'],
  ['delivered', 'Entregue'],
  ['read', 'Lida'],
  ['failed', 'Falha no envio'],
] as const)('a message of ours that is %s says «%s» (B2)', async (status, words) => {
  withMessage({ ...byAna, text: 'oi', status });
  expect(await screen.findByRole('button', { name: words })).toBeInTheDocument();
});

test('a try nobody answered is not shown as waiting', async () => {
  const attempt = { at: 1, outcome: 'uncertain' as const, code: 'timeout', detail: null };
  withMessage({ ...byAna, text: 'oi', status: 'queued', attempts: [attempt] });
  expect(await screen.findByRole('button', { name: 'Sem confirmação do canal' })).toBeInTheDocument();
});

test('a failure says why in Portuguese, what to do, and tries again for real (B2)', async () => {
  const { user, asked } = withMessage({
    ...byAna,
    text: 'oi',
    status: 'failed',
    failure: { code: '131056', detail: 'x' },
  });
  expect(await screen.findByText('Não enviada: foram muitas mensagens seguidas para este cliente')).toBeInTheDocument();
  expect(screen.getByText(/Espere um minuto e tente novamente\./)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Tentar novamente' }));
  expect(asked('server.message.retry')).toEqual([{ messageId: 'm7' }]);
});

test('a code nobody described shows the provider’s own text', async () => {
  withMessage({ ...byAna, text: 'oi', status: 'failed', failure: { code: '999999', detail: 'Something odd' } });
  expect(await screen.findByText('Não enviada: Something odd')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Tentar novamente' })).toBeEnabled();
});

test('what trying again cannot mend offers no second try', async () => {
  withMessage({ ...byAna, text: 'oi', status: 'failed', failure: { code: '131047', detail: null } });
  expect(await screen.findByText(/passaram mais de 24 horas/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Tentar novamente' })).not.toBeInTheDocument();
});

test('offline a failed message waits for the connection before it is tried again', async () => {
  withMessage(
    { ...byAna, text: 'oi', status: 'failed', failure: { code: 'network', detail: null } },
    { connection: offline },
  );
  expect(await screen.findByRole('button', { name: 'Tentar novamente' })).toBeDisabled();
});

test('a refused second try says why', async () => {
  const { user } = withMessage(
    { ...byAna, text: 'oi', status: 'failed', failure: { code: 'network', detail: null } },
    { data: { actions: { 'server.message.retry': { ok: false, reason: 'not-assigned', detail: null } } } },
  );
  await user.click(await screen.findByRole('button', { name: 'Tentar novamente' }));
  expect(await screen.findByText('Este atendimento não está mais com você.')).toBeInTheDocument();
});

test('every attempt is kept and can be read', async () => {
  const at = (minute: number) => Date.UTC(2026, 10, 19, 17, minute);
  const { user } = withMessage({
    ...byAna,
    text: 'oi',
    status: 'sent',
    attempts: [
      { at: at(1), outcome: 'failed', code: '130429', detail: null },
      { at: at(9), outcome: 'accepted', code: null, detail: null },
    ],
  });
  await user.click(await screen.findByRole('button', { name: 'Enviada' }));
  const tries = await screen.findAllByRole('listitem');
  expect(tries.map((one) => one.textContent)).toEqual([
    expect.stringMatching(/Tentativa 1.*recusada.*excesso de envios.*código 130429/),
    expect.stringMatching(/Tentativa 2.*aceita pelo canal/),
  ]);
});

test('markup of a stranger is text', async () => {
  withMessage({ text: '<script>alert(1)</script><img src=x onerror=alert(1)>' });
  expect(await screen.findByText('<script>alert(1)</script><img src=x onerror=alert(1)>')).toBeInTheDocument();
  const log = screen.getByRole('log');
  expect(log.querySelector('script, img')).toBeNull();
});

test('only addresses that may be opened become links, and the shell opens them', async () => {
  const { user, asked } = withMessage({
    text: 'javascript:alert(1) data:text/html,x https://lojaaurora.com.br/trocas?a=1 e mari@loja.com',
  });
  const links = await screen.findAllByRole('link');
  expect(links.map((link) => link.getAttribute('href'))).toEqual([
    'https://lojaaurora.com.br/trocas?a=1',
    'mailto:mari@loja.com',
  ]);
  await user.click(screen.getByRole('link', { name: 'https://lojaaurora.com.br/trocas?a=1' }));
  expect(asked('link.open')).toEqual([{ url: 'https://lojaaurora.com.br/trocas?a=1' }]);
});

test('an address the shell refuses is said to be refused', async () => {
  const { user } = withMessage(
    { text: 'https://lojaaurora.com.br' },
    { data: { actions: { 'link.open': { ok: false, reason: 'not-allowed' } } } },
  );
  await user.click(await screen.findByRole('link'));
  expect(await screen.findByText('Este endereço não pode ser aberto')).toBeInTheDocument();
});

test('a message of 100,000 characters is folded until «Mostrar tudo»', async () => {
  const text = 'palavra '.repeat(12_500);
  const { user } = withMessage({ text });
  const fold = await screen.findByRole('button', { name: 'Mostrar tudo' });
  const article = screen.getByRole('article');
  expect(article.textContent?.length).toBeLessThan(4_000);
  await user.click(fold);
  expect(article.textContent?.length).toBeGreaterThan(100_000);
});

test('a kind nobody knows is shown as such', async () => {
  withMessage({ kind: 'unknown', unknownKind: 'poll', text: null });
  expect(await screen.findByText('Mensagem de um tipo que ainda não conhecemos: poll')).toBeInTheDocument();
});

test('a picture keeps its place, opens large and can be had', async () => {
  const { user } = withMessage({ kind: 'image', media: picture, text: null });
  const image = await screen.findByRole('img', { name: /Imagem enviada por Mariana/ });
  expect([image.getAttribute('width'), image.getAttribute('height')]).toEqual(['210', '280']);
  await user.click(screen.getByRole('button', { name: 'Ampliar imagem' }));
  const dialog = await screen.findByRole('dialog', { name: 'nota-fiscal.jpg' });
  expect(within(dialog).getByRole('link', { name: 'Baixar' })).toHaveAttribute('href', '/media/foto');
});

test('a picture that cannot be loaded says so and is asked for again', async () => {
  const { user } = withMessage({ kind: 'image', media: picture, text: null });
  const image = await screen.findByRole('img');
  act(() => {
    image.dispatchEvent(new Event('error'));
  });
  expect(await screen.findByText('Não foi possível carregar a imagem')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Carregar de novo' }));
  expect(await screen.findByRole('img')).toHaveAttribute('src', '/media/foto');
});

test('a medium the channel never delivered says so', async () => {
  withMessage({ kind: 'image', media: { ...picture, state: 'failed' }, text: null });
  expect(await screen.findByText('O arquivo não está mais disponível: o canal não o entregou')).toBeInTheDocument();
});

test('any other file has its name, size and download', async () => {
  withMessage({ kind: 'document', media: { ...picture, id: 'pdf', name: 'nota.pdf', bytes: 2_202_010 }, text: null });
  expect(await screen.findByText('PDF · 2,1 MB')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Baixar nota.pdf' })).toHaveAttribute('href', '/media/pdf');
});

test('notes name themselves, and those they mention', async () => {
  withMessage({
    direction: 'note',
    authorId: 'ana',
    authorName: 'Ana Souza',
    text: '@Bruno Tavares reserva',
    mentionIds: ['bruno'],
  });
  expect(await screen.findByText(/^Observação interna · /)).toBeInTheDocument();
  expect(screen.getByText('@Bruno Tavares').tagName).toBe('SPAN');
});

test('the earlier conversation stands above with its channel, protocol, end and reason (B3)', async () => {
  openChat({ items: marianaItems });
  expect(
    await screen.findByText(
      'Instagram · protocolo 2026-0047001 · finalizado por Bruno Tavares em 14/11/2026 · motivo: Atraso',
    ),
  ).toBeInTheDocument();
  expect(screen.getByText('Atendimento atual · WhatsApp Loja · protocolo 2026-0048213')).toBeInTheDocument();
  expect(
    screen.getByText(/^Ana Souza transferiu de Vendas para Suporte: «troca de número, já orientei»/),
  ).toBeInTheDocument();
  expect(screen.getByText(/^Distribuído para Ana Souza/)).toBeInTheDocument();
});

test('a new message of the customer is read out once, and older ones are not', async () => {
  const { bridge } = openChat({ items: [itemOf(message(1, { text: 'antiga' }))] });
  await screen.findByText('antiga');
  act(() =>
    bridge.set('conversation.chat', {
      items: [itemOf(message(1, { text: 'antiga' })), itemOf(message(2, { text: 'chegou agora' }))],
      hasMore: false,
    }),
  );
  const said = await screen.findByText('Mariana Cavalcanti de Albuquerque: chegou agora');
  expect(said).toHaveAttribute('aria-live', 'polite');
});

test('what was read is told to the server, with the last position', async () => {
  const hasFocus = document.hasFocus;
  document.hasFocus = () => true;
  const { asked } = openChat({
    items: [itemOf(message(41, { text: 'oi' })), itemOf(message(42, { text: 'tudo bem?' }))],
  });
  await screen.findByText('oi');
  expect(asked('server.conversation.read')).toEqual([{ conversationId: 'mariana', position: 42 }]);
  document.hasFocus = hasFocus;
});

test('a message found by search is looked for further back until it is there', async () => {
  const { bridge } = openChat({ items: manyItems(600) }, { messageId: 'many20', nonce: 1 });
  expect(await screen.findByText(/\(20\)$/)).toBeInTheDocument();
  expect(bridge.openWatches('conversation.chat')).toContainEqual({ conversationId: 'mariana', limit: 1000 });
});

test('a message that is no longer on this machine is said to be missing', async () => {
  openChat({ items: manyItems(10) }, { messageId: 'nowhere', nonce: 1 });
  expect(await screen.findByText('A mensagem procurada não está mais neste computador')).toBeInTheDocument();
});

test('a conversation that left the agent’s view says so instead of breaking', async () => {
  openChat({ conversation: null, data: { actions: { 'archive.open': { ok: false, reason: 'not-found' } } } });
  expect(await screen.findByText('Este atendimento não está mais disponível')).toBeInTheDocument();
});
