// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { milestones } from '../../../src-renderer/chat/message/details/milestones.ts';
import { supportText } from '../../../src-renderer/chat/message/details/support-text.ts';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import { MINUTE, NOW } from '../../e2e/gallery/people.ts';
import { itemOf, message } from '../../e2e/gallery/talk.ts';
import { offline, openChat, type Story } from './open.tsx';

const byAna = { direction: 'outbound' as const, authorId: 'ana', authorName: 'Ana Souza' };
const open = (change: Partial<MessageView>, story: Story = {}) =>
  openChat({ ...story, items: [itemOf(message(7, { ...byAna, text: 'o segredo', ...change }))] });
const refused = { at: NOW, outcome: 'failed' as const, code: '131048', detail: 'Spam rate limit hit' };
const failedWith = (code: string): Partial<MessageView> => ({ status: 'failed', failure: { code, detail: null } });

test('details tell when it was written, sent and how each attempt ended, in our words and the provider’s (B2)', async () => {
  const { user } = open({
    status: 'delivered',
    attempts: [refused, { at: NOW + MINUTE, outcome: 'accepted', code: null, detail: null }],
  });
  await user.click(await screen.findByRole('button', { name: 'Entregue' }));
  const dialog = await screen.findByRole('dialog', { name: 'Detalhes da mensagem' });
  const text = dialog.textContent ?? '';
  expect(text).toMatch(/Escrita\d\d\/11\/2026 \d\d:\d\d:\d\d por Ana Souza/);
  expect(text).toMatch(/Enviada\d\d\/11\/2026/);
  expect(text).toContain('Entreguesim, sem horário registrado');
  expect(text).not.toContain('Lida');
  const attempts = within(within(dialog).getByRole('list', { name: 'Tentativas de envio' })).getAllByRole('listitem');
  expect(attempts.map((one) => one.textContent)).toEqual([
    expect.stringMatching(
      /Tentativa 1.*recusada: o número foi limitado por denúncias de spamcódigo 131048 · Spam rate limit hit/,
    ),
    expect.stringMatching(/Tentativa 2.*aceita pelo canal$/),
  ]);
});

test('what support needs is copied, and nothing of what was said or to whom', async () => {
  const { user } = open({ ...failedWith('131048'), attempts: [refused] });
  await user.click(await screen.findByRole('button', { name: 'Detalhes' }));
  await user.click(await screen.findByRole('button', { name: 'Copiar para o suporte' }));
  const words = await navigator.clipboard.readText();
  expect(words).toContain('message m7');
  expect(words).toContain(`attempt 1 ${new Date(NOW).toISOString()} failed 131048 Spam rate limit hit`);
  expect(words).not.toMatch(/segredo|Mariana|Ana/);
});

test('a message of the customer has details too: when it came, and the channel’s own time', async () => {
  const { user } = openChat({ items: [itemOf(message(7, { text: 'oi', providerAt: NOW - 90_000 }))] });
  await user.click(await screen.findByRole('button', { name: 'Detalhes' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toMatch(/Recebida.*Horário do canal.*CanalWhatsApp · WhatsApp Loja/);
});

test.each([
  ['queued', ['written']],
  ['failed', ['written']],
  ['sent', ['written', 'sent']],
  ['read', ['written', 'sent', 'delivered', 'read']],
] as const)('a message that is %s came as far as %s', (status, reached) => {
  expect(milestones({ at: 1, status, attempts: [], statusTimes: {} }).map(({ milestone }) => milestone)).toEqual(
    reached,
  );
});

test('each step has its time, as far as the provider told it', () => {
  const statusTimes = { sent: 5, delivered: 6 };
  expect(milestones({ at: 1, status: 'read', attempts: [], statusTimes }).map(({ at }) => at)).toEqual([1, 5, 6, null]);
});

test('the support text of a waiting message has no empty lines', () => {
  expect(supportText(message(1, { ...byAna, status: 'pending' }))).not.toMatch(/\n\n|null|undefined/);
});

test('a closed window leads to a template', async () => {
  const { user, route } = open(failedWith('131047'));
  await user.click(await screen.findByRole('button', { name: 'Selecionar template' }));
  expect(route.getState()).toMatchObject({
    overlay: 'start',
    startFrom: { kind: 'conversation', conversationId: 'mariana' },
  });
  expect(screen.queryByRole('button', { name: 'Tentar novamente' })).not.toBeInTheDocument();
});

test('offline no template can be chosen either', async () => {
  open(failedWith('132015'), { connection: offline });
  expect(await screen.findByRole('button', { name: 'Selecionar template' })).toBeDisabled();
});

test('an unknown outcome is not called a failure, and sending again asks first', async () => {
  const { user, asked } = open({
    ...failedWith('uncertain'),
    attempts: [{ at: NOW, outcome: 'uncertain', code: 'timeout', detail: null }],
  });
  expect(await screen.findByText(/^Não sabemos se chegou/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Sem confirmação do canal' })).toBeInTheDocument();
  expect(screen.queryByText(/^Não enviada/)).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Tentar novamente' }));
  const dialog = await screen.findByRole('dialog', { name: 'Enviar de novo?' });
  expect(dialog).toHaveTextContent('o cliente a receberá duas vezes');
  expect(asked('server.message.retry')).toEqual([]);
  await user.click(within(dialog).getByRole('button', { name: 'Enviar de novo' }));
  expect(asked('server.message.retry')).toEqual([{ messageId: 'm7' }]);
});

test('whoever thinks better of it sends nothing', async () => {
  const { user, asked } = open(failedWith('uncertain'));
  await user.click(await screen.findByRole('button', { name: 'Tentar novamente' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Cancelar' }));
  expect(asked('server.message.retry')).toEqual([]);
});

test('while the system tries again by itself, that is said, and there is nothing to press', async () => {
  const slow = { at: NOW, outcome: 'failed' as const, code: '131056', detail: null };
  open({ status: 'queued', attempts: [slow, { ...slow, at: NOW + 4_000 }] });
  expect(
    await screen.findByText(
      'Foram muitas mensagens seguidas para este cliente. O sistema tenta de novo sozinho, esperando mais a cada vez (já foram 2 tentativas).',
    ),
  ).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Nova tentativa em andamento' })).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Tentar novamente' })).not.toBeInTheDocument();
});
