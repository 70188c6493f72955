import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SettingsValue } from '../../../src-shared/protocol/settings.ts';
import type { Operation } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { change, history, lastItem, openSettings } from './desk.ts';

const reason = (name: string, parentId: string | null = null): SettingsValue<'reason'> => ({
  parentId,
  name,
  position: 0,
  active: true,
});

describeOnStores('settings of tags, contact reasons and pause reasons', (openTestStore) => {
  let operation: Operation;
  beforeEach(async () => {
    operation = await openSettings((await openTestStore()).store);
  });
  afterEach(() => operation.close());

  it('a removed tag is no longer given, its name is free again, and an undo brings it back', async () => {
    const id = randomUUID();
    const value = { name: 'VIP', color: '#aa5500', active: true };
    await operation.command('sofia', 'tag.save', { id, seen: null, value });
    const removed = await change(operation, 'sofia', 'tag.remove', { id });
    expect(removed).toMatchObject({ ok: true });
    expect(await lastItem(operation, 'tag')).toMatchObject({ tag: { id, removed: true } });
    await operation.customer('Cliente').writes('Oi');
    const contact = await operation.store.db
      .selectFrom('contact')
      .select('id')
      .where('workspace_id', '=', operation.workspaceId)
      .executeTakeFirstOrThrow();
    expect(await operation.command('ana', 'contact.tag', { contactId: contact.id, tagId: id })).toMatchObject({
      ok: false,
      reason: 'not-found',
    });
    expect(await operation.command('sofia', 'settings.undo', { changeId: removed.changeId })).toMatchObject({
      ok: true,
    });
    expect(await lastItem(operation, 'tag')).toMatchObject({ tag: { id, name: 'VIP' } });
    expect(await lastItem(operation, 'tag')).not.toMatchObject({ tag: { removed: true } });
    expect(await operation.command('ana', 'contact.tag', { contactId: contact.id, tagId: id })).toMatchObject({
      ok: true,
    });
  });

  it('two tags in use have two names; a name of a removed one may be used, and then blocks its return', async () => {
    const first = randomUUID();
    const value = { name: 'VIP', color: '#aa5500', active: true };
    await operation.command('sofia', 'tag.save', { id: first, seen: null, value });
    expect(
      await operation.command('sofia', 'tag.save', { id: randomUUID(), seen: null, value: { ...value, name: 'vip' } }),
    ).toMatchObject({ ok: false, reason: 'name-taken', detail: 'name' });
    const removed = await change(operation, 'sofia', 'tag.remove', { id: first });
    expect(await operation.command('sofia', 'tag.save', { id: randomUUID(), seen: null, value })).toMatchObject({
      ok: true,
    });
    expect(await operation.command('sofia', 'settings.undo', { changeId: removed.changeId })).toMatchObject({
      ok: false,
      reason: 'name-taken',
    });
  });

  it('undoing what made a tag takes it out of use', async () => {
    const made = await change(operation, 'sofia', 'tag.save', {
      id: randomUUID(),
      seen: null,
      value: { name: 'Engano', color: '#aa5500', active: true },
    });
    expect(await operation.command('sofia', 'settings.undo', { changeId: made.changeId })).toMatchObject({ ok: true });
    expect(await lastItem(operation, 'tag')).toMatchObject({ tag: { name: 'Engano', removed: true } });
  });

  it('a colour that is none is refused by the name of its field', async () => {
    const value = { name: 'VIP', color: 'red', active: true };
    expect(await operation.command('sofia', 'tag.save', { id: randomUUID(), seen: null, value })).toMatchObject({
      ok: false,
      reason: 'invalid',
      detail: 'value.color',
    });
  });

  it('contact reasons form a tree without circles, with names that differ among siblings', async () => {
    const [exchange, size] = [randomUUID(), randomUUID()];
    const save = (id: string, value: SettingsValue<'reason'>, seen: SettingsValue<'reason'> | null = null) =>
      operation.command('sofia', 'reason.save', { id, seen, value });
    expect(await save(exchange, reason('Troca'))).toMatchObject({ ok: true });
    expect(await save(size, reason('Tamanho', exchange))).toMatchObject({ ok: true });
    expect(await save(randomUUID(), reason('tamanho', exchange))).toMatchObject({ ok: false, reason: 'name-taken' });
    expect(await save(randomUUID(), reason('Tamanho'))).toMatchObject({ ok: true });
    expect(await save(exchange, reason('Troca', size), reason('Troca'))).toMatchObject({
      ok: false,
      reason: 'invalid',
      detail: 'parentId',
    });
    expect(await save(randomUUID(), reason('Solto', 'nenhum'))).toMatchObject({ ok: false, detail: 'parentId' });
    expect(await operation.command('sofia', 'reason.remove', { id: size })).toMatchObject({ ok: true });
    expect(await save(randomUUID(), reason('Tamanho', exchange))).toMatchObject({ ok: true });
    expect(await history(operation)).toHaveLength(5);
  });

  it('a pause reason has a kind and a limit, and can be removed and put back', async () => {
    const id = randomUUID();
    const value = { name: 'Refeição', kind: 'meal' as const, limitMinutes: 20, position: 1, active: true };
    expect(await operation.command('sofia', 'pauseReason.save', { id, seen: null, value })).toMatchObject({ ok: true });
    const removed = await change(operation, 'sofia', 'pauseReason.remove', { id });
    expect(await lastItem(operation, 'pauseReason')).toMatchObject({ pauseReason: { active: false } });
    await operation.command('sofia', 'settings.undo', { changeId: removed.changeId });
    expect(await lastItem(operation, 'pauseReason')).toMatchObject({ pauseReason: { ...value, id } });
    expect(
      await operation.command('sofia', 'pauseReason.save', {
        id,
        seen: value,
        value: { ...value, limitMinutes: 0 },
      }),
    ).toMatchObject({ ok: false, reason: 'invalid', detail: 'value.limitMinutes' });
  });
});
