// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ChannelNotices } from '../../../src-renderer/app/connection/ChannelNotices.tsx';
import type { Connection, Role } from '../../../src-shared/protocol/entities.ts';
import { ana, directory, NOW } from '../../e2e/gallery/people.ts';
import { show, storyBridge } from '../chat/open.tsx';

function open(role: Role, problem: Connection['problem']) {
  const connections = directory.connections.map((one) => (one.id === 'wa' ? { ...one, problem } : one));
  show(
    <ChannelNotices />,
    storyBridge({ me: { ...ana, role }, data: { watches: { directory: { ...directory, connections } } } }),
  );
}

test.each([
  ['190', '«WhatsApp Loja» não envia nem recebe: o provedor não aceita mais a autorização da conta.'],
  ['131031', '«WhatsApp Loja» não envia nem recebe: o provedor bloqueou a conta.'],
  ['131042', '«WhatsApp Loja» não envia: há uma pendência de pagamento no provedor.'],
  ['99999', 'está com problema no provedor (código 99999)'],
])('supervisors are told in plain words that a connection stopped working, and what to do: %s', async (code, words) => {
  open('supervisor', { code, detail: 'Session has expired', since: NOW });
  expect(await screen.findByRole('status')).toHaveTextContent(words);
});

test('an unknown code is shown with the provider’s own text', async () => {
  open('admin', { code: '99999', detail: 'Something new', since: NOW });
  expect(await screen.findByRole('status')).toHaveTextContent('Resposta do provedor: Something new');
});

test('agents are not told, nor is anybody while all is well', async () => {
  open('agent', { code: '190', detail: null, since: NOW });
  open('admin', null);
  await new Promise((done) => setTimeout(done, 50));
  expect(screen.queryByRole('status')).not.toBeInTheDocument();
});
