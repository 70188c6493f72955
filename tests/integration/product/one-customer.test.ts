import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type Desktop, newFolder } from '../../simulators/desktop.ts';
import { openProduct, type Product } from '../harness.ts';
import { conversationOf } from './inbox.ts';

let product: Product;

beforeEach(async () => {
  product = await openProduct({
    people: [
      { name: 'Ana Souza', departments: ['Suporte'] },
      { name: 'Bia Lima', departments: ['Suporte'] },
    ],
  });
});
afterEach(() => product[Symbol.asyncDispose]());

const contactOf = async (desktop: Desktop, conversationId: string): Promise<string> =>
  (await desktop.see('conversation', { conversationId }))?.contactId ?? '';

test('contacts merged and changed while a desktop was away are one record there on return, and two again once separated', async () => {
  const folder = await newFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const away = await product.agent('Ana Souza', { folder, available: false });
  const bia = await product.agent('Bia Lima', { available: false });
  await product.receive([
    { from: 'João', text: 'tem no tamanho 40?' },
    { from: 'Rita', text: 'e a entrega?' },
  ]);
  const question = await conversationOf(bia, 'tem no tamanho 40?');
  const delivery = await conversationOf(bia, 'e a entrega?');
  const [joao, rita] = [await contactOf(bia, question), await contactOf(bia, delivery)];
  await conversationOf(away, 'e a entrega?');
  await away.close();

  expect(await bia.act('server.contact.merge', { intoId: joao, fromId: rita, choices: {} })).toMatchObject({
    ok: true,
  });
  const note = { contactId: joao, id: randomUUID(), text: 'prefere de manhã' };
  expect(await bia.act('server.contact.note', note)).toMatchObject({ ok: true });
  await bia.until('contact', { contactId: rita }, (one) => one?.notes.at(0)?.pending === null);

  const ana = await product.desktop({ folder, shell: away.shell });
  await ana.online();
  const whole = await ana.until('contact', { contactId: rita }, (one) => one?.notes.length === 1);
  expect(whole).toMatchObject({ id: joao, mergedInto: joao, title: 'João', parts: [{ id: rita, title: 'Rita' }] });
  expect(whole?.recent.map(({ id }) => id).sort()).toEqual([question, delivery].sort());
  expect((await ana.see('conversation', { conversationId: delivery }))?.title).toBe('João');
  const all = { contactId: joao, kinds: [], channels: [], limit: 100 };
  const { items } = await ana.see('contact.timeline', all);
  expect(items.filter(({ kind }) => kind === 'merge')).toHaveLength(1);
  expect(items.flatMap(({ what }) => ('text' in what ? [what.text] : [])).sort()).toEqual([
    'e a entrega?',
    'prefere de manhã',
    'tem no tamanho 40?',
  ]);

  const mergeId = whole?.parts[0]?.mergeId ?? '';
  expect(await ana.act('server.contact.unmerge', { mergeId })).toMatchObject({ ok: true });
  const alone = await bia.until('contact', { contactId: rita }, (one) => one?.id === rita);
  expect(alone).toMatchObject({ title: 'Rita', notes: [], parts: [], mergedInto: null });
  const first = await bia.see('contact', { contactId: joao });
  expect(first).toMatchObject({ title: 'João', notes: [{ text: 'prefere de manhã' }], parts: [] });
});
