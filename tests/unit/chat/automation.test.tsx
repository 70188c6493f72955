// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Automation } from '../../../src-shared/protocol/automations.ts';
import { directory } from '../../e2e/gallery/people.ts';
import { openChat } from './open.tsx';

const manual: Automation = {
  ...{ id: 'cpf', name: 'Pedir CPF', revision: 1, active: true, removed: false, version: 1 },
  trigger: { type: 'manual' },
  steps: [{ id: 'a', type: 'sendText', text: 'Qual é o CPF?' }],
};
const running = { automationId: 'cpf', name: 'Pedir CPF', stepId: 'a', since: 1, waitingUntil: null };

test('an automation that runs is named, and ended by hand (F7)', async () => {
  const { user, asked } = openChat({ conversation: { automation: running } });
  expect(await screen.findByText('A automação «Pedir CPF» está conversando com o cliente')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Interromper' }));
  expect(asked('server.automation.stop')).toEqual([{ conversationId: 'mariana' }]);
});

test('those for starting by hand are in the conversation’s menu, and no others', async () => {
  const off = { ...manual, id: 'off', name: 'Desligada', active: false };
  const greeting = {
    ...manual,
    id: 'oi',
    name: 'Saudação',
    trigger: { type: 'firstMessage' as const, connectionIds: [] },
  };
  const automations = [manual, off, greeting];
  const { user, asked } = openChat({ data: { watches: { directory: { ...directory, automations } } } });
  await user.click(await screen.findByRole('button', { name: 'Mais ações' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Pedir CPF' }));
  expect(screen.queryByRole('menuitem', { name: 'Desligada' })).not.toBeInTheDocument();
  expect(screen.queryByRole('menuitem', { name: 'Saudação' })).not.toBeInTheDocument();
  expect(asked('server.automation.run')).toEqual([{ automationId: 'cpf', conversationId: 'mariana' }]);
});

test('who else is here is said, and who of them writes (B8)', async () => {
  openChat({
    conversation: {
      colleagues: [
        { personId: 'bruno', name: 'Bruno Lima', typing: false },
        { personId: 'carla', name: 'Carla Dias', typing: false },
      ],
    },
  });
  expect(await screen.findByText(/Bruno Lima e Carla Dias também estão aqui/)).toBeInTheDocument();
});

test('a colleague who writes to the customer is named alone', async () => {
  openChat({
    conversation: {
      colleagues: [
        { personId: 'bruno', name: 'Bruno Lima', typing: true },
        { personId: 'carla', name: 'Carla Dias', typing: false },
      ],
    },
  });
  expect(await screen.findByText(/Bruno Lima está escrevendo para o cliente/)).toBeInTheDocument();
});
