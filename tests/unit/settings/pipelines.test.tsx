// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { sceneBridge } from '../../e2e/gallery/scene.ts';
import { openWindow, prepareDom } from '../renderer/dom.tsx';

prepareDom();
afterEach(() => notifications.clean());

async function openPipelines() {
  const user = userEvent.setup();
  const bridge = sceneBridge({
    ...{ rows: 4, theme: 'light', density: 'comfortable', language: 'pt-BR' },
    ...{ long: false, state: 'online', role: 'supervisor' },
  });
  await openWindow(bridge, { section: 'settings' });
  await user.click(await screen.findByRole('button', { name: 'Funis' }));
  await screen.findByRole('textbox', { name: 'Etapa 1' }, { timeout: 20_000 });
  const saved = () => bridge.calls.filter(({ name }) => name === 'server.pipeline.save').map(({ args }) => args);
  return { user, bridge, saved };
}
const save = () => screen.getByRole('button', { name: 'Salvar alterações' });

it('stages are renamed, moved, added and removed, and saved over what was seen', async () => {
  const { user, saved } = await openPipelines();
  const first = screen.getByRole('textbox', { name: 'Etapa 1' });
  await user.clear(first);
  await user.type(first, 'Chegou');
  await user.click(screen.getByRole('button', { name: 'Mover etapa 1 para baixo' }));
  await user.click(screen.getByRole('button', { name: 'Remover etapa 4' }));
  await user.click(screen.getByRole('button', { name: 'Adicionar etapa' }));
  await user.type(screen.getByRole('textbox', { name: 'Etapa 4' }), 'Pós-venda');
  await user.click(save());
  expect(saved()).toMatchObject([
    {
      id: 'vendas',
      seen: { name: 'Vendas', stages: [{ name: 'Novo' }, {}, {}, { name: 'Fechamento' }] },
      value: {
        active: true,
        stages: [
          { id: 'Orçamento enviado', name: 'Orçamento enviado' },
          { id: 'Novo', name: 'Chegou' },
          { id: 'Negociação', name: 'Negociação' },
          { name: 'Pós-venda' },
        ],
      },
    },
  ]);
});

it('two stages of one name, and one without, are told under their fields, and nothing is sent', async () => {
  const { user, saved } = await openPipelines();
  const second = screen.getByRole('textbox', { name: 'Etapa 2' });
  await user.clear(second);
  await user.click(save());
  screen.getByText('Preencha este campo.');
  await user.type(second, 'novo');
  await user.click(save());
  screen.getByText('Já existe uma etapa com este nome.');
  expect(saved()).toEqual([]);
});

it('a stage with open deals is not removed, and the list of stages says why', async () => {
  const { user, bridge } = await openPipelines();
  bridge.setAction('server.pipeline.save', { ok: false, reason: 'stage-in-use', detail: 'stages' });
  await user.click(screen.getByRole('button', { name: 'Remover etapa 1' }));
  await user.click(save());
  const stages = within(screen.getByRole('group', { name: 'Etapas' }));
  expect((await stages.findByRole('alert')).textContent).toMatch(/negócios abertos/);
});

it('a pipeline is removed by taking it out of use, and a refusal is told', async () => {
  const { user, bridge, saved } = await openPipelines();
  bridge.setAction('server.pipeline.save', { ok: false, reason: 'stage-in-use', detail: 'stages' });
  await user.click(screen.getByRole('button', { name: 'Remover' }));
  await screen.findByText(/Há negócios abertos numa etapa/);
  await waitFor(() => expect(saved()).toMatchObject([{ seen: { active: true }, value: { active: false } }]));
});
