// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { createFakeBridge } from '../../../src-renderer/bridge/fake.ts';
import type { SignInRefusal } from '../../../src-shared/bridge/contract.ts';
import type { SessionView } from '../../../src-shared/bridge/views.ts';
import { openWindow, prepareDom } from './dom.tsx';

prepareDom();

const signedOut: SessionView = { phase: 'signed-out', serverUrl: 'https://turno.example', email: null, notice: null };

async function signIn(refusal: SignInRefusal) {
  const user = userEvent.setup();
  const bridge = createFakeBridge({
    watches: { session: signedOut },
    actions: { 'session.signIn': { ok: false, ...refusal } },
  });
  await openWindow(bridge);
  await user.type(await screen.findByLabelText('E-mail'), 'ana@aurora.example');
  await user.type(screen.getByLabelText('Senha'), 'segredo');
  await user.click(screen.getByRole('button', { name: 'Entrar' }));
  return bridge;
}

describe('signing in', () => {
  const said: [SignInRefusal, string][] = [
    [{ reason: 'wrong-credentials' }, 'E-mail ou senha incorretos.'],
    [{ reason: 'too-many-attempts', retryAfterMs: 61_000 }, 'Muitas tentativas. Tente de novo em 61 s.'],
    [{ reason: 'too-many-attempts', retryAfterMs: 600_000 }, 'Muitas tentativas. Tente de novo em 10 min.'],
    [{ reason: 'unreachable' }, 'Não foi possível chegar ao servidor. Confira a rede e o endereço em «Servidor».'],
    [
      { reason: 'protocol-mismatch', desktop: 1, server: 2 },
      'Este aplicativo está desatualizado: ele usa a versão 1 e o servidor usa a 2. Atualize o aplicativo.',
    ],
    [
      { reason: 'protocol-mismatch', desktop: 2, server: 1 },
      'O servidor está desatualizado: ele usa a versão 1 e este aplicativo usa a 2. Avise o administrador.',
    ],
    [{ reason: 'invalid' }, 'O servidor não aceitou estes dados. Confira o e-mail e o endereço do servidor.'],
    [{ reason: 'server-error' }, 'O servidor encontrou um problema. Tente de novo em instantes.'],
  ];
  for (const [refusal, text] of said) {
    it(`is refused in plain words: ${text}`, async () => {
      await signIn(refusal);
      expect((await screen.findByRole('alert')).textContent).toBe(text);
    });
  }

  it('sends what was typed, to the server that stands in the folded field', async () => {
    const bridge = await signIn({ reason: 'server-error' });
    expect(bridge.calls).toContainEqual({
      name: 'session.signIn',
      args: { serverUrl: 'https://turno.example', email: 'ana@aurora.example', password: 'segredo' },
    });
  });

  it('asks for nothing before there is something to send', async () => {
    const user = userEvent.setup();
    const bridge = createFakeBridge({ watches: { session: { ...signedOut, serverUrl: 'turno' } } });
    await openWindow(bridge);
    await user.click(await screen.findByRole('button', { name: 'Entrar' }));
    expect(screen.getByText('Informe o e-mail')).toBeTruthy();
    expect(screen.getByText('Endereço inválido. Comece com https:// ou http://')).toBeTruthy();
    expect(bridge.calls.filter((call) => call.name === 'session.signIn')).toEqual([]);
  });

  it('says why the session ended', async () => {
    await openWindow(createFakeBridge({ watches: { session: { ...signedOut, notice: 'session-revoked' } } }));
    expect((await screen.findByRole('status')).textContent).toContain('Sua sessão foi encerrada pelo servidor');
  });
});

describe('the files on this machine', () => {
  const locked: SessionView & { phase: 'locked' } = {
    phase: 'locked',
    email: 'ana@aurora.example',
    name: 'Ana',
    serverUrl: 'https://turno.aurora.example',
    signedIn: false,
  };

  it('are protected the way the person chose, knowingly', async () => {
    const user = userEvent.setup();
    const bridge = createFakeBridge({ watches: { session: { phase: 'choose-protection' } } });
    await openWindow(bridge);
    await user.click(await screen.findByRole('radio', { name: 'Em um arquivo deste usuário' }));
    await user.click(screen.getByRole('button', { name: 'Continuar' }));
    expect(bridge.calls).toContainEqual({ name: 'session.protect', args: { way: 'file', password: null } });
  });

  it('are unlocked by the password, and a wrong one is said', async () => {
    const user = userEvent.setup();
    const bridge = createFakeBridge({
      watches: { session: locked },
      actions: { 'session.unlock': { ok: false, reason: 'wrong-password' } },
    });
    await openWindow(bridge);
    await user.type(await screen.findByLabelText('Senha'), 'errada');
    await user.click(screen.getByRole('button', { name: 'Desbloquear' }));
    expect(await screen.findByText('Senha incorreta.')).toBeTruthy();
  });

  it('let somebody sign in instead: with a newer password, or as another person', async () => {
    const user = userEvent.setup();
    const bridge = createFakeBridge({ watches: { session: locked }, actions: { 'session.signIn': { ok: true } } });
    await openWindow(bridge);
    await user.click(await screen.findByRole('button', { name: 'Entrar com uma senha nova ou outra conta' }));
    await user.type(screen.getByLabelText('Senha'), 'nova-senha');
    await user.click(screen.getByRole('button', { name: 'Entrar' }));
    expect(bridge.calls).toContainEqual({
      name: 'session.signIn',
      args: { serverUrl: locked.serverUrl, email: locked.email, password: 'nova-senha' },
    });
    await user.click(screen.getByRole('button', { name: 'Voltar para a senha deste computador' }));
    expect(screen.getByRole('button', { name: 'Desbloquear' })).toBeTruthy();
  });

  it('whose former password nobody knows are set aside, after it was said what that costs', async () => {
    const user = userEvent.setup();
    const bridge = createFakeBridge({ watches: { session: { ...locked, signedIn: true } } });
    await openWindow(bridge);
    expect(await screen.findByLabelText('Senha anterior')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Começar de novo neste computador' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Não sei a senha anterior' }));
    expect(screen.getByText(/nada é apagado/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Começar de novo neste computador' }));
    expect(bridge.calls).toContainEqual({ name: 'session.protect', args: { way: 'password', password: null } });
  });

  it('no English name of the library is left on the screens before the inbox', async () => {
    const screens: SessionView[] = [signedOut, locked, { ...locked, signedIn: true }, { phase: 'choose-protection' }];
    for (const session of screens) {
      await openWindow(createFakeBridge({ watches: { session } }));
      expect(await screen.findAllByRole('button', { name: 'Mostrar senha', hidden: true })).toHaveLength(1);
      expect(document.querySelector('[aria-label="Toggle password visibility"]')).toBeNull();
      cleanup();
    }
  });

  const blocked: [Extract<SessionView, { phase: 'blocked' }>['reason'], RegExp][] = [
    ['newer-database', /versão mais nova/],
    ['already-running', /já está aberto/],
    ['disk', /usar o disco/],
    ['unreadable-user-data', /não puderam ser lidos/],
  ];
  for (const [reason, title] of blocked) {
    it(`say what stands in the way: ${reason}`, async () => {
      await openWindow(createFakeBridge({ watches: { session: { phase: 'blocked', reason } } }));
      expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
    });
  }
});
