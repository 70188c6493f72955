import { expect, test } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { setUp, shop } from './shop.ts';

describeOnStores('provisioning pipelines', (openTestStore) => {
  const open = async () => setUp((await openTestStore()).store);
  const withPipelines = (pipelines: unknown[], file = shop()) => ({ ...file, pipelines });

  test('makes those of the file with their stages in order, and leaves them to people from then on', async () => {
    const { apply, directory } = await open();
    const base = shop();
    const vendas = { name: 'Vendas', stages: ['Novo', 'Negociação'] };
    const { workspaceId } = await apply(withPipelines([vendas], base));
    const { pipelines } = await directory(workspaceId);
    expect(pipelines).toMatchObject([
      { name: 'Vendas', position: 0, active: true, stages: [{ name: 'Novo' }, { name: 'Negociação' }] },
    ]);
    expect(await apply(withPipelines([vendas], base))).toEqual({ workspaceId, changed: 0 });
    await apply(withPipelines([{ ...vendas, stages: ['Outra'] }], base));
    expect((await directory(workspaceId)).pipelines).toEqual(pipelines);
  });

  test('refuses stages of the same name and a pipeline named twice', async () => {
    const { attempt } = await open();
    const problems = async (pipelines: unknown[]) => {
      const result = await attempt(withPipelines(pipelines));
      return result.ok ? [] : 'problems' in result ? result.problems : [];
    };
    expect(await problems([{ name: 'Vendas', stages: ['Novo', 'novo'] }])).toEqual([
      'pipelines[0].stages must have stages with different names',
    ]);
    const one = { name: 'Vendas', stages: ['Novo'] };
    expect(await problems([one, one])).toEqual(['pipelines[1] is the same as pipelines[0]']);
  });
});
