// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import type { Decision } from '../../../src-shared/protocol/entities.ts';
import { ana, directory, NOW } from '../../e2e/gallery/people.ts';
import { mariana } from '../../e2e/gallery/talk.ts';
import { offline, openChat, type Story } from './open.tsx';

const MINUTE = 60_000;
const bruno = directory.people.find((person) => person.id === 'bruno') ?? ana;
const decided = (fields: Partial<Decision>): Decision => ({
  at: NOW - MINUTE,
  rule: 'leastBusy',
  affinity: null,
  among: 3,
  waitedMs: 4 * MINUTE,
  ...fields,
});
const distributed = (decision: Decision, more: Partial<ConversationView> = {}): Story => ({
  conversation: { assignmentCause: decision.rule === 'affinity' ? 'affinity' : 'distributed', decision, ...more },
});

async function whyIn(story: Story): Promise<string[]> {
  const { user } = openChat(story);
  const title = story.conversation?.queue ? 'Por que está na fila' : /^Por que (veio para mim|está com)/;
  await user.click(
    await screen.findByRole('button', { name: new RegExp(`\\. ${title instanceof RegExp ? 'Por que' : title}`) }),
  );
  const dialog = await screen.findByRole('dialog', { name: title });
  return within(dialog)
    .getAllByText(/./, { selector: 'p' })
    .map((line) => line.textContent ?? '');
}

test('«Por que veio para mim» says the rule, among how many, how long it waited, and what became of continuity', async () => {
  const affinity = { agentId: 'bruno', outcome: 'full' as const };
  expect(await whyIn(distributed(decided({ affinity })))).toEqual([
    'Distribuição: entre 3 atendentes livres, você era quem tinha menos atendimentos para a capacidade.',
    'Esperou 4 min na fila.',
    `${bruno.name} atendeu este cliente hoje, mas estava com a capacidade completa.`,
    expect.stringMatching(/^Decidido em \d\d\/\d\d\/\d{4} \d\d:\d\d\.$/),
  ]);
});

test('continuity is said first, and that nobody had to wait', async () => {
  const affinity = { agentId: ana.id, outcome: 'used' as const };
  const lines = await whyIn(distributed(decided({ rule: 'affinity', affinity, waitedMs: 0 })));
  expect(lines.slice(0, 2)).toEqual([
    'Continuidade: você atendeu este cliente hoje.',
    'Veio direto, sem esperar na fila.',
  ]);
});

test('a colleague’s conversation says why it is with them', async () => {
  const other = { mine: false, assigneeId: 'bruno', assigneeName: bruno.name, offer: null };
  const lines = await whyIn(distributed(decided({ rule: 'roundRobin', among: 1 }), other));
  expect(lines[0]).toBe(`Distribuição: só ${bruno.name} estava livre no departamento.`);
});

test('what waits says its place, its age, why it waits and the order it is served in', async () => {
  const queue = { position: 3, of: 7, since: NOW - 12 * MINUTE, why: 'all-busy' as const };
  const waiting = {
    status: 'queued',
    mine: false,
    assigneeId: null,
    assigneeName: null,
    assignmentCause: null,
  } as const;
  const lines = await whyIn({ conversation: { ...waiting, queue } });
  expect(lines).toEqual([
    expect.stringMatching(/^3º de 7 na fila de /),
    'Espera há 12 min. Quem espera há mais tempo vem primeiro.',
    'Quem está disponível está com a capacidade completa.',
  ]);
  expect(screen.getByRole('button', { name: /^3º de 7 na fila de .* há 12 min\./ })).toBeInTheDocument();
});

test('an offer shows the time left, and is accepted or declined; it goes away when it is answered', async () => {
  const offer = { until: NOW + 25_000 };
  const { user, asked, bridge } = openChat({ conversation: { offer } });
  const bar = await screen.findByRole('region', { name: 'Atendimento oferecido a você' });
  expect(within(bar).getByText(/^0:2\d para aceitar$/)).toBeInTheDocument();
  await user.click(within(bar).getByRole('button', { name: 'Aceitar' }));
  expect(asked('server.conversation.accept')).toEqual([{ conversationId: 'mariana' }]);
  await user.click(within(bar).getByRole('button', { name: 'Recusar' }));
  expect(asked('server.conversation.decline')).toEqual([{ conversationId: 'mariana' }]);
  act(() => bridge.set('conversation', mariana));
  await waitFor(() => expect(bar).not.toBeInTheDocument());
});

test('an offer to a colleague is not mine to answer, and offline nobody can answer', async () => {
  const offer = { until: NOW + 25_000 };
  const colleague = { mine: false, assigneeId: 'bruno', assigneeName: bruno.name, offer };
  openChat({ conversation: colleague });
  await screen.findByText(new RegExp(`aguardando ${bruno.name} aceitar`));
  expect(screen.queryByRole('button', { name: 'Aceitar' })).not.toBeInTheDocument();
});

test('offline an offer cannot be answered', async () => {
  openChat({ conversation: { offer: { until: NOW + 25_000 } }, connection: offline });
  expect(await screen.findByRole('button', { name: 'Aceitar' })).toBeDisabled();
});

test('a lost owner is said to everyone, and a supervisor may step in', async () => {
  const lost = { mine: false, assigneeId: 'bruno', assigneeName: bruno.name, assigneeOffline: true };
  const { user, asked } = openChat({ conversation: lost, me: { ...ana, role: 'supervisor' } });
  const notice = await screen.findByRole('region', { name: `${bruno.name} (offline)` });
  await user.click(within(notice).getByRole('button', { name: 'Assumir' }));
  expect(asked('server.conversation.take')).toEqual([{ conversationId: 'mariana' }]);
});
