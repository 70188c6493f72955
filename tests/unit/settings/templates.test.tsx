// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import TemplateSettings from '../../../src-renderer/settings/templates/TemplateSettings.tsx';
import { exampleValues, knownReason, languageName } from '../../../src-renderer/settings/templates/words.ts';
import type { ServerActionResult } from '../../../src-shared/bridge/contract.ts';
import type { Role } from '../../../src-shared/protocol/entities.ts';
import type { Template } from '../../../src-shared/protocol/templates.ts';
import { fillTemplate } from '../../../src-shared/rules/template.ts';
import { ana, directory } from '../../e2e/gallery/people.ts';
import { show, storyBridge } from '../chat/open.tsx';

const template = (id: string, fields: Partial<Template> = {}): Template => ({
  id,
  connectionId: 'wa',
  name: id,
  language: 'pt_BR',
  category: 'utility',
  status: 'approved',
  quality: 'unknown',
  reason: null,
  format: 'positional',
  header: null,
  body: { text: 'Olá, {{1}}!', parameters: [{ key: '1', example: 'Mariana' }] },
  footer: null,
  buttons: [],
  unsupported: null,
  version: 1,
  ...fields,
});

function open(
  templates: Template[],
  { role = 'supervisor', result }: { role?: Role; result?: ServerActionResult } = {},
) {
  const person = { ...ana, role };
  const workspace = { id: 'aurora', name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' };
  const session = { phase: 'ready', person, workspace, email: 'ana@aurora.example' } as const;
  return show(
    <TemplateSettings session={session} />,
    storyBridge({
      me: person,
      data: {
        watches: { directory: { ...directory, templates } },
        actions: result === undefined ? {} : { 'server.template.sync': result },
      },
    }),
  );
}
const entries = () => within(screen.getByRole('navigation', { name: 'Modelos' })).getAllByRole('button');

test('each says in plain words how it stands at the provider, and why', async () => {
  const { user } = open([
    template('aprovado'),
    template('em_analise', { status: 'pending' }),
    template('rejeitado', { status: 'rejected', reason: 'TAG_CONTENT_MISMATCH' }),
    template('pausado', { status: 'paused', quality: 'low', reason: 'Users blocked it' }),
    template('carrossel', { unsupported: 'carousel' }),
  ]);
  await screen.findByRole('navigation', { name: 'Modelos' });
  expect(entries().map((entry) => entry.textContent)).toEqual([
    expect.stringContaining('Aprovado'),
    expect.stringContaining('Em análise'),
    expect.stringContaining('Rejeitado'),
    expect.stringContaining('Pausado'),
    expect.stringContaining('Não enviável'),
  ]);
  const details = async (name: string) => {
    await user.click(screen.getByRole('button', { name: new RegExp(`^${name}`) }));
    return screen.getByRole('region', { name });
  };
  expect(await details('rejeitado')).toHaveTextContent('o conteúdo não combina com a categoria');
  const paused = await details('pausado');
  expect(paused).toHaveTextContent('O provedor pausou o envio');
  expect(paused).toHaveTextContent('Motivo dado pelo provedor: Users blocked it');
  expect(paused).toHaveTextContent('Baixa: pode ser pausado');
  expect(await details('carrossel')).toHaveTextContent('tem uma parte que o Turno ainda não envia (carousel)');
});

test('is seen as the customer will see it, with the examples given to the provider', async () => {
  open([template('pedido', { footer: 'Loja Aurora' })]);
  const details = await screen.findByRole('region', { name: 'pedido' });
  expect(details).toHaveTextContent('Olá, Mariana!');
  expect(details).toHaveTextContent('Loja Aurora');
  expect(details).toHaveTextContent('{{1}}');
  expect(details).toHaveTextContent('português (Brasil)');
});

test('are those of the chosen connection, and found by name and text', async () => {
  const { user } = open([
    template('pedido_enviado', { body: { text: 'Seu pedido saiu', parameters: [] } }),
    template('boas_vindas'),
    template('de_outra', { connectionId: 'wa2' }),
  ]);
  await screen.findByRole('navigation', { name: 'Modelos' });
  expect(entries()).toHaveLength(2);
  await user.type(screen.getByRole('textbox', { name: 'Buscar modelo' }), 'pedido enviado');
  expect(entries().map((entry) => entry.textContent)).toEqual([expect.stringContaining('pedido_enviado')]);
});

test('a supervisor has them fetched anew; what is refused is said', async () => {
  const { user, asked } = open([template('a')]);
  await user.click(await screen.findByRole('button', { name: 'Atualizar do provedor' }));
  expect(asked('server.template.sync')).toEqual([{ connectionId: 'wa' }]);
  expect(
    await screen.findByText('Atualização pedida. A lista muda assim que o provedor responder.'),
  ).toBeInTheDocument();
});

test('an agent sees them and cannot have them fetched', async () => {
  open([template('a')], { role: 'agent' });
  await screen.findByRole('navigation', { name: 'Modelos' });
  expect(screen.queryByRole('button', { name: 'Atualizar do provedor' })).toBeNull();
});

test('a connection without any says where they come from', async () => {
  open([]);
  expect(await screen.findByText('Nenhum modelo nesta conexão')).toBeInTheDocument();
});

test('examples fill header, body and codes; the end of an address stays a place', () => {
  const shown = template('x', {
    header: { kind: 'text', text: 'Pedido {{1}}', parameters: [{ key: '1', example: '9' }] },
    buttons: [
      {
        kind: 'url',
        text: 'Ver',
        value: 'https://a.example/{{1}}',
        parameter: { key: '1', example: 'https://a.example/9' },
      },
      { kind: 'code', text: 'Copiar', value: null, parameter: { key: '1', example: 'ABC' } },
    ],
  });
  const filled = fillTemplate(shown, exampleValues(shown));
  expect(filled.header).toBe('Pedido 9');
  expect(filled.buttons.map(({ value }) => value)).toEqual(['https://a.example/{{1}}', 'ABC']);
  expect(languageName('pt_BR', 'pt-BR')).toBe('português (Brasil)');
  expect(languageName('???', 'pt-BR')).toBe('???');
  expect(knownReason('invalid_format')).toBe('format');
  expect(knownReason('something else')).toBeNull();
});
