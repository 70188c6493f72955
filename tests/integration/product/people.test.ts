import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Desktop } from '../../simulators/desktop.ts';
import { emailOf, openProduct, PASSWORD, type Product } from '../harness.ts';
import { conversationOf, everything, messagesIn } from './inbox.ts';

const GRACE_MS = 400;

let product: Product;

beforeEach(async () => {
  product = await openProduct({
    people: [
      { name: 'Ana Souza', departments: ['Suporte', 'Vendas'] },
      { name: 'Bruno Lima', departments: ['Suporte'] },
      { name: 'Sonia Reis', departments: [], role: 'supervisor' },
    ],
    backend: { attendance: { graceMs: GRACE_MS, everyMs: 100 } },
  });
});
afterEach(() => product[Symbol.asyncDispose]());

/** What an administrator changes in the workspace's file. */
async function provision(person: {
  name: string;
  departments?: string[];
  password?: string;
  active?: boolean;
  role?: string;
}) {
  const result = await product.backend().provision(
    {
      workspace: { name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' },
      departments: [{ name: 'Suporte' }, { name: 'Vendas' }],
      people: [{ role: 'agent', password: PASSWORD, ...person, email: emailOf(person.name) }],
    },
    {},
  );
  expect(result).toMatchObject({ ok: true });
}

const departmentsOf = async (desktop: Desktop) => {
  const { rows } = await desktop.see('inbox.list', everything);
  return [...new Set(rows.map(({ departmentName }) => departmentName))].sort();
};

const offline = async (desktop: Desktop) => {
  product.network.down();
  await desktop.until('connection', {}, ({ state }) => state === 'offline');
};

describe('permissions changed by provisioning', () => {
  test('while the desktop is connected: what may not be seen any more is removed, what may arrives, without a loss shown', async () => {
    const ana = await product.agent('Ana Souza', { available: false });
    await (await product.customer('Vendas')).says('quanto custa?');
    await product.receive([{ from: 'terceiro', text: 'preciso de ajuda' }]);
    await ana.until('inbox.list', everything, ({ total }) => total === 2);
    const lines = ana.record('connection', {});
    await provision({ name: 'Ana Souza', departments: ['Suporte'] });
    await ana.until('inbox.list', everything, ({ rows }) => rows.every((row) => row.departmentName === 'Suporte'));
    const { hits } = await ana.query('search', { text: 'custa', limit: 5 });
    expect(hits).toEqual([]);
    await provision({ name: 'Ana Souza', departments: ['Suporte', 'Vendas'] });
    await conversationOf(ana, 'quanto custa?');
    expect(lines.every(({ state }) => state === 'online')).toBe(true);
  });

  test('while the desktop is offline: at its return it holds exactly what is allowed, and keeps drafts and notes', async () => {
    const ana = await product.agent('Ana Souza', { available: false });
    await (await product.customer('Vendas')).says('quanto custa?');
    const sale = await conversationOf(ana, 'quanto custa?');
    await offline(ana);
    await ana.act('draft.save', { conversationId: sale, side: 'reply', text: 'custa 10' });
    await ana.act('server.note.add', { conversationId: sale, text: 'quer desconto', mentionIds: [] });
    await provision({ name: 'Ana Souza', departments: ['Suporte'] });
    expect(await departmentsOf(ana)).toEqual(['Vendas']);
    product.network.up();
    await ana.online(20_000);
    await ana.until('inbox.list', everything, ({ total }) => total === 0);
    expect((await ana.query('search', { text: 'custa', limit: 5 })).hits).toEqual([]);
    // The note is for a conversation that she may not touch any more: it is shown as refused, with its text.
    const { conflicts } = await ana.until('outbox', {}, (outbox) => outbox.conflicts.length === 1);
    expect(conflicts[0]).toMatchObject({ name: 'note.add', text: 'quer desconto' });
    expect(await ana.query('draft', { conversationId: sale, side: 'reply' })).toEqual({ text: 'custa 10' });
  });

  test('a person who was deactivated is out at once, does not get in again, and gets no more customers', async () => {
    const ana = await product.agent('Ana Souza');
    await provision({ name: 'Ana Souza', active: false });
    expect(await ana.until('session', {}, ({ phase }) => phase === 'signed-out')).toMatchObject({
      notice: 'session-revoked',
    });
    expect(await ana.signIn(PASSWORD, emailOf('Ana Souza'))).toEqual({ ok: false, reason: 'wrong-credentials' });
    const sonia = await product.agent('Sonia Reis');
    await product.receive([{ from: 'cliente', text: 'tem alguém?' }]);
    const conversationId = await conversationOf(sonia, 'tem alguém?');
    expect(await sonia.see('conversation', { conversationId })).toMatchObject({ status: 'queued', assigneeName: null });
  });
});

describe('a session that ended while the desktop was offline', () => {
  test('by a new password leads to the sign-in with its reason, and drafts and outbox are there after it', async () => {
    const ana = await product.agent('Ana Souza');
    await (await product.customer()).says('oi, tudo bem?');
    const conversationId = await conversationOf(ana, 'oi, tudo bem?');
    await offline(ana);
    await ana.act('draft.save', { conversationId, side: 'reply', text: 'tudo, e você?' });
    await ana.act('server.note.add', { conversationId, text: 'anotada sem rede', mentionIds: [] });
    await provision({ name: 'Ana Souza', password: 'outra-senha-2026' });
    product.network.up();
    const view = await ana.until('session', {}, ({ phase }) => phase === 'signed-out', 20_000);
    expect(view).toMatchObject({ notice: 'session-revoked', email: emailOf('Ana Souza') });
    expect(await ana.signIn(PASSWORD, emailOf('Ana Souza'))).toEqual({ ok: false, reason: 'wrong-credentials' });
    expect(await ana.signIn('outra-senha-2026', emailOf('Ana Souza'))).toEqual({ ok: true });
    await ana.until('outbox', {}, ({ pending }) => pending.length === 0);
    expect((await messagesIn(ana, conversationId)).map(({ text }) => text)).toEqual([
      'oi, tudo bem?',
      'anotada sem rede',
    ]);
    expect(await ana.query('draft', { conversationId, side: 'reply' })).toEqual({ text: 'tudo, e você?' });
  });
});

describe('attendance', () => {
  const stateOf = async (watcher: Desktop, name: string, state: string) =>
    watcher.until('directory', {}, ({ people }) =>
      people.some((person) => person.name === name && person.presence.state === state),
    );

  test('a machine that dies is offline after the grace period, keeps its conversations, and gets no new ones', async () => {
    const sonia = await product.agent('Sonia Reis');
    const ana = await product.agent('Ana Souza');
    await product.receive([{ from: 'primeira', text: 'alguém aí?' }]);
    const first = await conversationOf(ana, 'alguém aí?');
    await ana.until('conversation', { conversationId: first }, (view) => view?.mine === true);
    await ana.close();
    await stateOf(sonia, 'Ana Souza', 'offline');
    const owned = await sonia.see('conversation', { conversationId: first });
    expect(owned).toMatchObject({ status: 'open', assigneeName: 'Ana Souza' });
    await product.receive([{ from: 'segunda', text: 'e eu?' }]);
    const second = await conversationOf(sonia, 'e eu?');
    expect(await sonia.see('conversation', { conversationId: second })).toMatchObject({
      status: 'queued',
      assigneeName: null,
    });
    const back = await product.agent('Ana Souza', { available: false });
    await stateOf(sonia, 'Ana Souza', 'available');
    await back.until('conversation', { conversationId: second }, (view) => view?.mine === true);
    expect(await back.see('conversation', { conversationId: first })).toMatchObject({ mine: true });
  });

  test('a line lost for less than the grace period changes nothing', async () => {
    const sonia = await product.agent('Sonia Reis');
    const ana = await product.agent('Ana Souza');
    await stateOf(sonia, 'Ana Souza', 'available');
    const directories = sonia.record('directory', {});
    product.network.cut();
    await ana.online(10_000);
    await new Promise((done) => setTimeout(done, GRACE_MS * 2));
    const states = directories.map(({ people }) => people.find(({ name }) => name === 'Ana Souza')?.presence.state);
    expect(new Set(states)).toEqual(new Set(['available']));
  });

  test('a pause outlives a lost line, however long', async () => {
    const sonia = await product.agent('Sonia Reis');
    const ana = await product.agent('Ana Souza');
    await ana.act('server.presence.set', { state: 'paused', reason: 'Almoço' });
    await stateOf(sonia, 'Ana Souza', 'paused');
    await ana.close();
    await new Promise((done) => setTimeout(done, GRACE_MS * 3));
    const back = await product.agent('Ana Souza', { available: false });
    const { people } = await back.see('directory', {});
    expect(people.find(({ name }) => name === 'Ana Souza')?.presence).toMatchObject({
      state: 'paused',
      reason: 'Almoço',
    });
    await product.receive([{ from: 'cliente', text: 'boa tarde' }]);
    const conversationId = await conversationOf(back, 'boa tarde');
    expect(await back.see('conversation', { conversationId })).toMatchObject({ status: 'queued' });
  });
});
