// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, test } from 'vitest';
import {
  insertSavedText,
  matchingSavedTexts,
  savedTextQuery,
} from '../../../src-renderer/chat/composer/saved-texts.ts';
import { directory } from '../../e2e/gallery/people.ts';
import { mari } from '../../e2e/gallery/talk.ts';
import { savedTexts } from '../../e2e/gallery/templates.ts';
import { openChat } from './open.tsx';

const field = () => screen.findByRole('textbox', { name: 'Mensagem' });
const list = () => screen.findByRole('listbox', { name: 'Respostas rápidas' });
const shortcuts = (texts: { shortcut: string }[]) => texts.map(({ shortcut }) => shortcut);
const nameless = { ...mari, name: null, identities: mari.identities.map((one) => ({ ...one, profileName: null })) };

describe('what a «/» means', () => {
  it.each([
    ['/', 1, { from: 0, text: '' }],
    ['Oi! /pra', 8, { from: 4, text: 'pra' }],
    ['linha\n/oi', 9, { from: 6, text: 'oi' }],
    ['e/ou', 4, null],
    ['24/11', 5, null],
    ['https://loja', 12, null],
    ['/oi tudo', 8, null],
  ])('%j with the caret at %d', (text, caret, query) => {
    expect(savedTextQuery(text, caret)).toEqual(query);
  });

  it('finds by shortcut first, then by text, accents ignored, of this department and of all', () => {
    expect(shortcuts(matchingSavedTexts(savedTexts, 'suporte', ''))).toEqual([
      'horario',
      'oi',
      'prazo',
      'telefone',
      'troca',
    ]);
    expect(shortcuts(matchingSavedTexts(savedTexts, 'vendas', 'atac'))).toEqual(['atacado']);
    expect(shortcuts(matchingSavedTexts(savedTexts, 'suporte', 'sabados'))).toEqual(['horario']);
    expect(shortcuts(matchingSavedTexts(savedTexts, 'suporte', 'O'))).toEqual([
      'oi',
      'horario',
      'prazo',
      'telefone',
      'troca',
    ]);
  });

  it('puts the words in place and marks the first blank', () => {
    expect(insertSavedText('Oi! /pr fim', { from: 4, text: 'pr' }, 7, 'até {{x}}')).toEqual({
      text: 'Oi! até {{x}} fim',
      from: 8,
      to: 13,
    });
  });
});

test('«/» opens the saved texts; Enter inserts one with its variables filled in, Enter again sends it (B5)', async () => {
  const { user, asked } = openChat();
  await user.type(await field(), '/telef');
  expect(within(await list()).getByRole('option')).toHaveTextContent(
    'Confirma o seu telefone (81) 99123-4567, Mariana Cavalcanti de Albuquerque?',
  );
  await user.keyboard('{Enter}');
  const words = 'Confirma o seu telefone (81) 99123-4567, Mariana Cavalcanti de Albuquerque?';
  expect(await field()).toHaveValue(words);
  expect(asked('server.message.send')).toEqual([]);
  await user.keyboard('{Enter}');
  expect(asked('server.message.send')).toMatchObject([{ text: words }]);
});

test('arrows walk, Tab takes, Esc closes and leaves the text (B5)', async () => {
  const { user } = openChat();
  await user.type(await field(), '/{ArrowDown}{Tab}');
  expect(await field()).toHaveValue('Boa tarde, Mariana! Aqui é Ana, da Loja Aurora.');
  await user.type(await field(), ' /tro{Escape}');
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
  expect(await field()).toHaveValue('Boa tarde, Mariana! Aqui é Ana, da Loja Aurora. /tro');
});

test('an empty variable stays in the text, is named, and keeps it from being sent (B5)', async () => {
  const { user, asked } = openChat({ data: { watches: { contact: nameless } } });
  await user.type(await field(), '/telef{Enter}');
  expect(await field()).toHaveValue('Confirma o seu telefone (81) 99123-4567, {{contato.nome}}?');
  expect(screen.getByRole('alert')).toHaveTextContent('Preencha {{contato.nome}} para enviar');
  expect(screen.getByRole('button', { name: 'Enviar' })).toBeDisabled();
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(asked('server.message.send')).toEqual([]);
  // What is missing stands marked in the field, so the name is simply written.
  await user.click(screen.getByRole('button', { name: 'Ir para o campo' }));
  await user.keyboard('Maria');
  expect(await field()).toHaveValue('Confirma o seu telefone (81) 99123-4567, Maria?');
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  await user.keyboard('{Enter}');
  expect(asked('server.message.send')).toHaveLength(1);
});

test('a variable typed by hand is filled in when it is sent (B5)', async () => {
  const { user, asked } = openChat();
  await user.type(await field(), 'Protocolo {{{{protocolo}}{Enter}');
  await waitFor(() => expect(asked('server.message.send')).toMatchObject([{ text: 'Protocolo 2026-0048213' }]));
});

test('in a note «/» is a sign like any other', async () => {
  const { user } = openChat();
  await user.click(await screen.findByRole('tab', { name: 'Observação' }));
  await user.type(await screen.findByRole('textbox', { name: 'Observação interna' }), '/tro');
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
});

test('the palette opens the list too (B5)', async () => {
  const { actions } = openChat();
  await field();
  const action = actions.list().find(({ id }) => id === 'composer.savedText');
  expect(action?.label).toBe('Inserir resposta rápida');
  act(() => action?.run());
  expect(within(await list()).getAllByRole('option')).toHaveLength(5);
});

test('saved texts of another department are not offered (B5)', async () => {
  const { user } = openChat({ data: { watches: { directory } } });
  await user.type(await field(), '/atac');
  expect(await screen.findByText('Nenhuma resposta rápida com este nome')).toBeVisible();
});
