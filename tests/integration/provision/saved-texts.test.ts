import { expect, test } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { setUp, shop } from './shop.ts';

describeOnStores('provisioning saved texts', (openTestStore) => {
  const open = async () => setUp((await openTestStore()).store);
  const withTexts = (savedTexts: unknown[], file = shop()) => ({ ...file, savedTexts });

  test('makes those of the file, for everyone or for a department, and the second time changes nothing', async () => {
    const { apply, directory } = await open();
    const file = withTexts([
      { shortcut: 'ola', text: 'Olá, {{contato.nome}}!' },
      { shortcut: 'pix', text: 'Segue o Pix.', department: 'Financeiro' },
    ]);
    const { workspaceId } = await apply(file);
    const { savedTexts, departments } = await directory(workspaceId);
    const finance = departments.find(({ name }) => name === 'Financeiro');
    expect(savedTexts).toEqual([
      expect.objectContaining({ shortcut: 'ola', departmentId: null, active: true }),
      expect.objectContaining({ shortcut: 'pix', departmentId: finance?.id }),
    ]);
    expect(await apply(file)).toEqual({ workspaceId, changed: 0 });
  });

  test('changes what is written otherwise, known by its shortcut', async () => {
    const { apply, directory } = await open();
    const base = shop();
    const { workspaceId } = await apply(withTexts([{ shortcut: 'ola', text: 'Olá!', department: 'Suporte' }], base));
    // A department that is left out stays; null takes it away.
    await apply(withTexts([{ shortcut: 'OLA', text: 'Oi!' }], base));
    expect((await directory(workspaceId)).savedTexts).toMatchObject([{ shortcut: 'OLA', text: 'Oi!' }]);
    expect((await directory(workspaceId)).savedTexts[0]?.departmentId).not.toBeNull();
    await apply(withTexts([{ shortcut: 'OLA', text: 'Oi!', department: null }], base));
    expect((await directory(workspaceId)).savedTexts).toMatchObject([{ departmentId: null }]);
  });

  test('says what is wrong with one', async () => {
    const { attempt } = await open();
    const problems = async (savedText: object) => {
      const result = await attempt(withTexts([savedText]));
      return result.ok ? [] : result.problems;
    };
    expect(await problems({ shortcut: 'ola', text: 'Olá, {{nome}}!' })).toEqual([
      'savedTexts[0].text has a variable that is not known',
    ]);
    expect(await problems({ shortcut: 'ola', text: 'Olá!', department: 'Logística' })).toEqual([
      'savedTexts[0].department names a department that does not exist: Logística',
    ]);
    expect(await problems({ shortcut: 'bom dia', text: 'Olá!' })).toHaveLength(1);
    const twice = await attempt(
      withTexts([
        { shortcut: 'ola', text: 'Olá!' },
        { shortcut: 'Ola', text: 'Oi!' },
      ]),
    );
    expect(twice).toMatchObject({ ok: false, problems: ['savedTexts[1] is the same as savedTexts[0]'] });
  });
});
