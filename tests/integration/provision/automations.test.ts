import { expect, test } from 'vitest';
import { readDemoWorkspace } from '../../../src-backend/demo/seed/directory.ts';
import { provisionSchema } from '../../../src-backend/provision/schema.ts';
import { describeOnStores } from '../stores.ts';
import { setUp, shop } from './shop.ts';

describeOnStores('provisioning automations', (openTestStore) => {
  const open = async () => setUp((await openTestStore()).store);
  const greeting = (department: string) => ({
    name: 'Boas-vindas',
    trigger: { type: 'firstMessage', connectionIds: [] },
    steps: [
      {
        ...{ id: 'menu', type: 'menu', text: 'Escolha', invalidText: 'Não entendi', retries: 1 },
        options: [
          { label: 'Compras', department },
          { label: 'Outro', step: 'fim' },
        ],
      },
      { id: 'fim', type: 'transfer', department: 'Suporte' },
    ],
  });

  test('a deal is moved to a stage of a pipeline, both by name; a stage that is not there is refused', async () => {
    const { apply, attempt, directory } = await open();
    const moving = (stage: string) => ({
      ...shop(),
      pipelines: [{ name: 'Vendas', stages: ['Novo', 'Fechamento'] }],
      automations: [
        {
          name: 'Interesse',
          trigger: { type: 'manual' },
          steps: [{ id: 'negocio', type: 'moveDeal', pipeline: 'Vendas', stage }],
        },
      ],
    });
    expect(await attempt(moving('Sumiu'))).toMatchObject({
      ok: false,
      problems: ['automations[0] unknown-stage at step negocio'],
    });
    const { workspaceId } = await apply(moving('Fechamento'));
    const { automations, pipelines } = await directory(workspaceId);
    const [pipeline] = pipelines;
    expect(automations).toMatchObject([
      { steps: [{ type: 'moveDeal', pipelineId: pipeline?.id, stageId: pipeline?.stages[1]?.id }] },
    ]);
  });

  test('makes those of the file with departments by name, and leaves what people edited since', async () => {
    const { apply, directory } = await open();
    const file = { ...shop(), automations: [greeting('Financeiro')] };
    const { workspaceId } = await apply(file);
    const { automations, departments } = await directory(workspaceId);
    const [finance, support] = ['Financeiro', 'Suporte'].map(
      (name) => departments.find((one) => one.name === name)?.id,
    );
    expect(automations).toMatchObject([
      {
        name: 'Boas-vindas',
        revision: 1,
        active: true,
        steps: [
          {
            options: [
              { destination: { to: 'department', departmentId: finance } },
              { destination: { to: 'step', stepId: 'fim' } },
            ],
          },
          { departmentId: support },
        ],
      },
    ]);
    expect(await apply({ ...file, automations: [{ ...greeting('Suporte'), active: false }] })).toMatchObject({
      changed: 0,
    });
  });

  test('refuses the whole file where a flow leads nowhere', async () => {
    const { attempt } = await open();
    const result = await attempt({ ...shop(), automations: [greeting('Logística')] });
    expect(result).toMatchObject({ ok: false, problems: ['automations[0] unknown-department at step menu'] });
  });

  test('the demo’s automations are good ones', async () => {
    const { apply, directory } = await open();
    const demo = provisionSchema.parse(readDemoWorkspace());
    const wanted = { ...shop(), departments: demo.departments, tags: demo.tags, automations: demo.automations };
    const { workspaceId } = await apply(wanted);
    expect((await directory(workspaceId)).automations).toHaveLength(demo.automations.length);
  });
});
