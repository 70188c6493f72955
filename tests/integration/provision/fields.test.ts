import { expect, test } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { setUp, shop } from './shop.ts';

describeOnStores('provisioning custom fields', (openTestStore) => {
  const open = async () => setUp((await openTestStore()).store);
  const withFields = (fields: unknown[], file = shop()) => ({ ...file, fields });

  test('makes those of the file in order, and leaves them to people from then on', async () => {
    const { apply, directory } = await open();
    const base = shop();
    const home = { name: 'Moradia', type: 'choice', choices: ['Casa', 'Sítio'] };
    const { workspaceId } = await apply(withFields([{ name: 'CPF', type: 'cpf' }, home], base));
    const { fields } = await directory(workspaceId);
    expect(fields).toMatchObject([
      { name: 'CPF', type: 'cpf', choices: [], position: 0, active: true },
      { ...home, position: 1, active: true },
    ]);
    await apply(withFields([{ name: 'CPF', type: 'text' }], base));
    expect((await directory(workspaceId)).fields).toEqual(fields);
  });

  test('refuses choices that are missing or not wanted, and a field named twice', async () => {
    const { attempt } = await open();
    const problems = async (fields: unknown[]) => {
      const result = await attempt(withFields(fields));
      return result.ok ? [] : 'problems' in result ? result.problems : [];
    };
    const about = 'must have choices when it is of type choice, and none otherwise';
    expect(await problems([{ name: 'Moradia', type: 'choice' }])).toEqual([`fields[0].choices ${about}`]);
    const one = { name: 'CPF', type: 'cpf' };
    expect(await problems([one, one])).toEqual(['fields[1] is the same as fields[0]']);
  });
});
