import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BulkView, BulkWhat } from '../../../src-shared/bridge/bulk.ts';
import type { InboxRow } from '../../../src-shared/bridge/views.ts';
import type { Desktop } from '../../simulators/desktop.ts';
import { openProduct, type Product } from '../harness.ts';
import { everything } from './inbox.ts';

/** A bulk action on the whole product: many customers, a supervisor who sorts them out, and agents at work meanwhile. */
const CUSTOMERS = 30;
const { filter } = everything;

let product: Product;
let sonia: Desktop;

beforeEach(async () => {
  product = await openProduct({
    departments: [
      { name: 'Suporte', distribution: 'manual' },
      { name: 'Vendas', distribution: 'manual' },
    ],
    people: [
      { name: 'Sonia Reis', departments: ['Suporte', 'Vendas'], role: 'supervisor' },
      { name: 'Ana Souza', departments: ['Suporte', 'Vendas'] },
      { name: 'Bruno Lima', departments: ['Suporte'] },
    ],
  });
  sonia = await product.agent('Sonia Reis');
  const texts = Array.from({ length: CUSTOMERS }, (_, index) => ({ from: `cliente-${index}`, text: `oi ${index}` }));
  await product.receive(texts);
  await rows(sonia, (list) => list.length === CUSTOMERS);
});
afterEach(() => product[Symbol.asyncDispose]());

const rows = async (desktop: Desktop, wanted: (rows: InboxRow[]) => boolean): Promise<InboxRow[]> =>
  (await desktop.until('inbox.list', everything, (list) => wanted(list.rows))).rows;

const all = { from: 'filter' as const, filter, except: [] };

const ended = async (desktop: Desktop): Promise<BulkView> => {
  const view = await desktop.until('bulk', {}, (bulk) => bulk !== null && bulk.state !== 'running');
  if (view === null) throw new Error('the bulk action is gone');
  return view;
};

async function run(desktop: Desktop, what: BulkWhat): Promise<BulkView> {
  expect(await desktop.act('bulk.start', { what, rows: all })).toMatchObject({ ok: true });
  return await ended(desktop);
}

async function idOf(kind: 'people' | 'departments', name: string): Promise<string> {
  const directory = await sonia.until('directory', {}, (value) => value[kind].some((one) => one.name === name));
  return directory[kind].find((one) => one.name === name)?.id ?? '';
}

async function makeTag(name: string): Promise<string> {
  const id = randomUUID();
  const value = { name, color: '#0b6b75', active: true };
  expect(await sonia.act('server.tag.save', { id, seen: null, value })).toMatchObject({ ok: true });
  await sonia.until('directory', {}, ({ tags }) => tags.some((tag) => tag.id === id));
  return id;
}

test('a tag for everything in the filter is put on every contact, and taken back from those only that had not had it', async () => {
  const tagId = await makeTag('Promoção');
  const [first] = await rows(sonia, () => true);
  expect(await sonia.act('server.contact.tag', { contactId: first?.contactId ?? '', tagId })).toMatchObject({
    ok: true,
  });
  await rows(sonia, (list) => list.some((row) => row.tags.length === 1 && !row.pending));

  const view = await run(sonia, { kind: 'tag', tagId });
  expect(view).toMatchObject({ name: 'Promoção', total: CUSTOMERS, done: CUSTOMERS - 1, skipped: 1, refused: 0 });
  expect(view.outcomes).toMatchObject([{ conversationId: first?.id, outcome: 'skipped', reason: 'tagged' }]);
  await rows(sonia, (list) => list.every((row) => row.tags.length === 1));

  expect(view.undoable).toBe(CUSTOMERS - 1);
  expect(await sonia.act('bulk.undo', {})).toMatchObject({ ok: true });
  expect(await ended(sonia)).toMatchObject({ undoing: true, done: CUSTOMERS - 1, undoable: 0 });
  const left = await rows(sonia, (list) => list.filter((row) => row.tags.length > 0).length === 1);
  expect(left.find((row) => row.tags.length > 0)?.id).toBe(first?.id);
});

test('a transfer goes back to whoever had each one, except where somebody moved it since', async () => {
  const bruno = await product.agent('Bruno Lima');
  const ana = await product.agent('Ana Souza');
  const brunoId = await idOf('people', 'Bruno Lima');
  const anaId = await idOf('people', 'Ana Souza');
  const [taken] = await rows(ana, (list) => list.length === CUSTOMERS);
  await ana.act('server.conversation.take', { conversationId: taken?.id ?? '' });
  await rows(sonia, (list) => list.some((row) => row.assigneeId === anaId));

  const view = await run(sonia, { kind: 'transfer', to: { kind: 'agent', id: brunoId }, note: 'por favor' });
  expect(view).toMatchObject({ name: 'Bruno Lima', done: CUSTOMERS, skipped: 0, refused: 0, undoable: CUSTOMERS });
  const his = await rows(bruno, (list) => list.every((row) => row.assigneeId === brunoId));

  const moved = his.find((row) => row.id !== taken?.id)?.id ?? '';
  const sales = await idOf('departments', 'Vendas');
  await bruno.act('server.conversation.transfer', {
    conversationId: moved,
    to: { kind: 'department', id: sales },
    note: null,
  });
  await rows(sonia, (list) => list.some((row) => row.id === moved && row.assigneeId === null));

  expect(await sonia.act('bulk.undo', {})).toMatchObject({ ok: true });
  const undone = await ended(sonia);
  expect(undone).toMatchObject({ done: CUSTOMERS - 1, skipped: 0, refused: 1 });
  expect(undone.outcomes).toMatchObject([{ conversationId: moved, reason: 'stale' }]);
  const after = await rows(sonia, (list) => list.every((row) => row.assigneeId !== brunoId));
  expect(after.filter((row) => row.assigneeId !== null).map((row) => [row.id, row.assigneeId])).toEqual([
    [taken?.id, anaId],
  ]);
  expect(after.find((row) => row.id === moved)?.departmentName).toBe('Vendas');
});

test('what a colleague took while it was under way is skipped and said, not overwritten', async () => {
  const ana = await product.agent('Ana Souza');
  const anaId = await idOf('people', 'Ana Souza');
  const list = await rows(ana, (all) => all.length === CUSTOMERS);
  // The last of the newest first is the last one to be sent.
  const last = list.at(-1);

  product.network.delay(40);
  const started = sonia.act('bulk.start', {
    what: { kind: 'finish', reasonId: null, description: 'em lote' },
    rows: all,
  });
  expect(await ana.act('server.conversation.take', { conversationId: last?.id ?? '' })).toMatchObject({ ok: true });
  expect(await started).toMatchObject({ ok: true });
  const view = await ended(sonia);
  expect(view).toMatchObject({ total: CUSTOMERS, done: CUSTOMERS - 1, skipped: 1, refused: 0 });
  expect(view.outcomes).toMatchObject([{ conversationId: last?.id, outcome: 'skipped', reason: 'changed' }]);
  expect(view.outcomes[0]?.title).toBe(last?.title);
  const [left, ...others] = await rows(sonia, (open) => open.length === 1);
  expect(others).toEqual([]);
  expect(left).toMatchObject({ id: last?.id, assigneeId: anaId, status: 'open' });
});

test('finished by mistake, everything is its former owner’s again, except where the customer came back', async () => {
  const ana = await product.agent('Ana Souza');
  const anaId = await idOf('people', 'Ana Souza');
  const [hers, , back] = await rows(ana, (list) => list.length === CUSTOMERS);
  await ana.act('server.conversation.take', { conversationId: hers?.id ?? '' });
  const before = await rows(sonia, (list) => list.some((row) => row.assigneeId === anaId));

  const view = await run(sonia, { kind: 'finish', reasonId: null, description: null });
  expect(view).toMatchObject({ done: CUSTOMERS, undoable: CUSTOMERS });
  await product.receive([{ from: back?.title ?? '', text: 'mais uma coisa' }]);
  await rows(sonia, (list) => list.length === 1);

  expect(await sonia.act('bulk.undo', {})).toMatchObject({ ok: true });
  const undone = await ended(sonia);
  expect(undone).toMatchObject({ undoing: true, done: CUSTOMERS - 1, skipped: 0, refused: 1, undoable: 0 });
  expect(undone.outcomes).toMatchObject([{ conversationId: back?.id, title: back?.title, reason: 'stale' }]);
  const after = await rows(sonia, (list) => list.length === CUSTOMERS);
  const owners = (list: InboxRow[]) =>
    list
      .filter((row) => row.title !== back?.title)
      .map((row) => [row.id, row.assigneeId, row.unread])
      .sort();
  expect(owners(after)).toEqual(owners(before));
});

test('an agent takes back what they gave away and no longer see', async () => {
  const bruno = await product.agent('Bruno Lima');
  const [first, second] = await rows(bruno, (list) => list.length === CUSTOMERS);
  for (const row of [first, second]) await bruno.act('server.conversation.take', { conversationId: row?.id ?? '' });
  const ids = [first?.id ?? '', second?.id ?? ''];
  await rows(bruno, (list) => list.filter((row) => row.status === 'open').length === 2);
  const sales = await idOf('departments', 'Vendas');
  const what = { kind: 'transfer' as const, to: { kind: 'department' as const, id: sales }, note: null };
  await bruno.act('bulk.start', { what, rows: { from: 'ids', conversationIds: ids } });
  expect(await ended(bruno)).toMatchObject({ done: 2, undoable: 2 });
  await rows(bruno, (list) => list.length === CUSTOMERS - 2);

  expect(await sonia.act('server.conversation.take', { conversationId: second?.id ?? '' })).toMatchObject({ ok: true });
  await bruno.act('bulk.undo', {});
  const undone = await ended(bruno);
  expect(undone).toMatchObject({ done: 1, refused: 1, outcomes: [{ title: second?.title, reason: 'stale' }] });
  const list = await rows(bruno, (all) => all.length === CUSTOMERS - 1);
  expect(list.find((row) => row.id === first?.id)).toMatchObject({ status: 'open' });
});

test('cancelled in the middle, the rest stays as it was; what was refused says why', async () => {
  product.network.delay(40);
  expect(
    await sonia.act('bulk.start', { what: { kind: 'finish', reasonId: null, description: null }, rows: all }),
  ).toMatchObject({ ok: true });
  expect(await sonia.act('bulk.start', { what: { kind: 'tag', tagId: 'x' }, rows: all })).toEqual({
    ok: false,
    reason: 'busy',
  });
  await sonia.until('bulk', {}, (bulk) => (bulk?.done ?? 0) >= 4);
  await sonia.act('bulk.cancel', {});
  const view = await ended(sonia);
  expect(view.state).toBe('cancelled');
  const open = await rows(sonia, (list) => list.length === CUSTOMERS - view.done);
  expect(open.length).toBeGreaterThan(10);
  await sonia.act('bulk.dismiss', {});
  expect(await sonia.see('bulk', {})).toBeNull();

  const kept = open.slice(0, 3).map((row) => row.id);
  const unknown = { kind: 'automation' as const, automationId: 'gone' };
  await sonia.act('bulk.start', { what: unknown, rows: { from: 'ids', conversationIds: kept } });
  expect(await ended(sonia)).toMatchObject({
    total: 3,
    done: 0,
    refused: 3,
    outcomes: [{ reason: 'not-found' }, {}, {}],
  });
});

test('an automation of trigger manual runs in everything of the filter but the row that was unticked', async () => {
  const automationId = randomUUID();
  const flow = {
    name: 'Pesquisa',
    trigger: { type: 'manual' as const },
    steps: [{ id: 'oi', type: 'sendText' as const, text: 'Como foi o atendimento?' }],
  };
  expect(
    await sonia.act('server.automation.save', { id: automationId, revision: null, active: true, flow }),
  ).toMatchObject({ ok: true });
  await sonia.until('directory', {}, ({ automations }) => automations.length === 1);
  const [spared] = await rows(sonia, () => true);
  await sonia.act('bulk.start', {
    what: { kind: 'automation', automationId },
    rows: { from: 'filter', filter, except: [spared?.id ?? ''] },
  });
  expect(await ended(sonia)).toMatchObject({ name: 'Pesquisa', total: CUSTOMERS - 1, done: CUSTOMERS - 1, refused: 0 });
  const asked = await rows(
    sonia,
    (list) => list.filter((row) => row.preview?.text === 'Como foi o atendimento?').length === CUSTOMERS - 1,
  );
  expect(asked.find((row) => row.preview?.text !== 'Como foi o atendimento?')?.id).toBe(spared?.id);
});

test('without a line nothing is begun; a line that goes down in the middle ends it and says how far it came', async () => {
  const what = { kind: 'finish' as const, reasonId: null, description: null };
  product.network.delay(40);
  await sonia.act('bulk.start', { what, rows: all });
  await sonia.until('bulk', {}, (bulk) => (bulk?.done ?? 0) >= 4);
  product.network.down();
  const view = await sonia.until('bulk', {}, (bulk) => bulk?.state !== 'running', 30_000);
  expect(view?.state).toBe('offline');
  expect((view?.done ?? 0) + (view?.refused ?? 0)).toBeLessThan(CUSTOMERS);
  await sonia.until('connection', {}, ({ state }) => state === 'offline', 30_000);
  expect(await sonia.act('bulk.start', { what, rows: all })).toEqual({ ok: false, reason: 'offline' });
}, 60_000);
