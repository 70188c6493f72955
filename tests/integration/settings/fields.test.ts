import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SettingsValue } from '../../../src-shared/protocol/settings.ts';
import type { Operation } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { change, history, lastItem, openSettings } from './desk.ts';

const cpf: SettingsValue<'field'> = { name: 'CPF', type: 'cpf', choices: [], position: 0, active: true };
const home: SettingsValue<'field'> = { ...cpf, name: 'Moradia', type: 'choice', choices: ['Casa', 'Apartamento'] };

describeOnStores('custom fields', (openTestStore) => {
  let operation: Operation;
  beforeEach(async () => {
    operation = await openSettings((await openTestStore()).store);
  });
  afterEach(() => operation.close());
  const save = (value: SettingsValue<'field'>, seen: SettingsValue<'field'> | null = null, id: string = randomUUID()) =>
    change(operation, 'sofia', 'field.save', { id, seen, value });

  it('are made and changed by supervisors, told to everyone, kept in the history, and an undo takes a new one out of use', async () => {
    const id = randomUUID();
    const made = await save(cpf, null, id);
    expect(made).toMatchObject({ ok: true });
    expect(await lastItem(operation, 'field')).toMatchObject({ field: { id, ...cpf } });
    expect(await operation.command('ana', 'field.save', { id, seen: cpf, value: cpf })).toMatchObject({
      ok: false,
      reason: 'forbidden',
    });
    expect(await history(operation)).toMatchObject([{ kind: 'field', before: null, after: cpf }]);
    await operation.command('sofia', 'settings.undo', { changeId: made.changeId });
    expect(await lastItem(operation, 'field')).toMatchObject({ field: { id, active: false } });
  });

  it('keep their type, have choices only where they are of choices, and one name each', async () => {
    const id = randomUUID();
    await save(home, null, id);
    expect(await save({ ...cpf, name: 'Moradia' }, home, id)).toMatchObject({ reason: 'invalid', detail: 'type' });
    expect(await save({ ...home, name: 'Outra', choices: [] })).toMatchObject({ reason: 'invalid', detail: 'choices' });
    expect(await save({ ...home, choices: ['Casa', 'casa'] }, home, id)).toMatchObject({ detail: 'choices' });
    expect(await save({ ...cpf, choices: ['1'] })).toMatchObject({ reason: 'invalid', detail: 'choices' });
    expect(await save({ ...cpf, name: 'MORADIA' })).toMatchObject({ reason: 'name-taken', detail: 'name' });
    expect(await save({ ...home, choices: ['Casa', 'Sítio'] }, home, id)).toMatchObject({ ok: true });
  });
});
