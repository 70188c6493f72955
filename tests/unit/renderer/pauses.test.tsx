// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NOW } from '../../e2e/gallery/people.ts';
import { sceneBridge } from '../../e2e/gallery/scene.ts';
import { openWindow, prepareDom } from './dom.tsx';

prepareDom();
afterEach(() => notifications.clean());

async function openMenu(paused?: number) {
  vi.spyOn(Date, 'now').mockReturnValue(NOW);
  const user = userEvent.setup();
  const bridge = sceneBridge({
    rows: 4,
    theme: 'light',
    density: 'comfortable',
    language: 'pt-BR',
    long: false,
    state: 'online',
    role: 'agent',
    ...(paused === undefined ? {} : { paused }),
  });
  await openWindow(bridge);
  await user.click(screen.getByRole('button', { name: /Presença e conta/ }));
  return { user, bridge };
}

describe('pauses', () => {
  it('are taken with the workspace’s own reasons, and no other', async () => {
    const { user, bridge } = await openMenu();
    expect(screen.queryByRole('menuitem', { name: 'Outro motivo' })).toBeNull();
    await user.click(await screen.findByRole('menuitem', { name: /Descanso NR-17/ }));
    expect(bridge.calls).toContainEqual({
      name: 'server.presence.set',
      args: { state: 'paused', reason: 'Descanso NR-17' },
    });
  });

  it('say when the next one is due, and between when it may begin', async () => {
    await openMenu();
    const menu = await screen.findByRole('menu');
    expect(menu.textContent).toMatch(/Próxima pausa: descanso de 10 min às \d{2}:\d{2}/);
    expect(menu.textContent).toMatch(/Pode começar entre \d{2}:\d{2} e \d{2}:\d{2}/);
  });

  it('show their running time in rail and menu, and that they last too long', async () => {
    await openMenu(14);
    expect(screen.getByRole('timer', { name: 'Em pausa há 14:00, acima dos 10 min previstos' })).toBeTruthy();
    expect((await screen.findByRole('menu')).textContent).toContain('14:00 acima dos 10 min previstos');
    expect(await screen.findByText('Os 10 minutos previstos já passaram.')).toBeTruthy();
  });

  it('within their time warn of nothing', async () => {
    await openMenu(4);
    expect(screen.getByRole('timer', { name: 'Em pausa há 4:00' })).toBeTruthy();
    expect((await screen.findByRole('menu')).textContent).toContain('4:00 de 10 min previstos');
    expect(screen.queryByText(/previstos já passaram/)).toBeNull();
  });
});

describe('activity', () => {
  it('is told to the engine, every few seconds at most', async () => {
    const { user, bridge } = await openMenu();
    await user.keyboard('abc');
    expect(bridge.calls.filter(({ name }) => name === 'activity.seen')).toHaveLength(1);
  });
});
