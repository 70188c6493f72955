// @vitest-environment jsdom
import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, test } from 'vitest';
import { urgencyOf, windowSpan } from '../../../src-renderer/ui/window-clock.ts';
import { mariana } from '../../e2e/gallery/talk.ts';
import { offline, online, openChat } from './open.tsx';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OVER = 'Já se passaram mais de 24 horas desde o último contato. Envie um modelo ou aguarde o cliente responder.';
const NEVER = 'O cliente ainda não respondeu. Envie um modelo ou aguarde a mensagem dele.';

const field = () => screen.findByRole('textbox', { name: 'Mensagem' });
/** The present by the server's clock, as the story's machine knows it. */
const serverNow = () => Date.now() - online.clockSkewMs;
const { connection } = mariana;
if (connection === null) throw new Error('the story has a connection');
const withTemplates = { ...connection, capabilities: { ...connection.capabilities, templates: true } };

describe('what is said of a window', () => {
  it.each([
    [7 * 24 * HOUR, '7 d', 'calm'],
    [120 * HOUR - 1_000, '4 d 23 h', 'calm'],
    [25 * HOUR, '1 d 1 h', 'calm'],
    [24 * HOUR, '24 h', 'calm'],
    [23 * HOUR + 59 * MINUTE, '23 h', 'calm'],
    [4 * HOUR, '4 h', 'calm'],
    [4 * HOUR - 1, '4 h', 'soon'],
    [3 * HOUR + 5 * MINUTE, '3h05', 'soon'],
    [HOUR, '1 h', 'soon'],
    [23 * MINUTE, '23 min', 'last'],
    [MINUTE, '1 min', 'last'],
    [MINUTE - 1_000, '59 s', 'last'],
    [1, '1 s', 'last'],
    [0, null, 'over'],
    [-HOUR, null, 'over'],
  ] as const)('%d ms before its end: %s, %s', (left, span, urgency) => {
    expect(windowSpan(1e12, 1e12 - left)).toBe(span);
    expect(urgencyOf(1e12, 1e12 - left)).toBe(urgency);
  });
});

test('the composer counts the window down, in seconds at the end, and locks by itself with the draft kept (C6)', async () => {
  const { user } = openChat({ conversation: { connection: withTemplates, windowEndsAt: serverNow() + 2_600 } });
  await user.type(await field(), 'meio escrito');
  expect(screen.getByRole('timer')).toHaveTextContent(/janela: [123] s/);
  expect(await field()).toBeEnabled();
  await waitFor(async () => expect(await field()).toBeDisabled(), { timeout: 4_000 });
  expect(screen.getByText(OVER)).toBeVisible();
  expect(await field()).toHaveValue('meio escrito');
  expect(screen.queryByRole('timer')).not.toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Enviar' })).toBeDisabled();
});

test('«+ Selecionar template» opens the dialog for this conversation (C6)', async () => {
  const { user, route } = openChat({ conversation: { connection: withTemplates, windowEndsAt: 1 } });
  await user.click(await screen.findByRole('button', { name: '+ Selecionar template' }));
  expect(route.getState()).toMatchObject({
    overlay: 'start',
    startFrom: { kind: 'conversation', conversationId: 'mariana' },
  });
});

test('until the first answer the composer says that there was none; both go away when the customer writes (C6)', async () => {
  const waiting = { connection: withTemplates, windowEndsAt: null, lastInboundAt: null };
  const { bridge } = openChat({ conversation: waiting });
  expect(await screen.findByText(NEVER)).toBeVisible();
  expect(await field()).toBeDisabled();
  const answered = { lastInboundAt: serverNow(), windowEndsAt: serverNow() + 24 * HOUR };
  act(() => bridge.set('conversation', { ...mariana, ...waiting, ...answered }));
  await waitFor(() => expect(screen.queryByText(NEVER)).not.toBeInTheDocument());
  expect(screen.queryByRole('button', { name: '+ Selecionar template' })).not.toBeInTheDocument();
  expect(await field()).toBeEnabled();
  expect(screen.getByRole('timer')).toHaveTextContent('janela: 24 h');
});

test('where a channel has no templates, none is offered', async () => {
  const without = { ...connection, capabilities: { ...connection.capabilities, templates: false } };
  openChat({ conversation: { connection: without, windowEndsAt: 1 } });
  expect(await screen.findByText(OVER.replace('Envie um modelo ou aguarde', 'Aguarde'))).toBeVisible();
  expect(screen.queryByRole('button', { name: '+ Selecionar template' })).not.toBeInTheDocument();
});

test('offline comes before the window: it passes by itself (E1)', async () => {
  openChat({ conversation: { windowEndsAt: 1 }, connection: offline });
  expect(await field()).toHaveAttribute('placeholder', 'Perda de conexão');
  expect(screen.queryByText(OVER)).not.toBeInTheDocument();
});
