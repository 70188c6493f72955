import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import type { InboxFilter, SavedFilter } from '../../../src-shared/protocol/inbox-filter.ts';
import type { Directory } from '../../store/entities/directory.ts';
import { seededUuid } from './ids.ts';
import { createRandom } from './random.ts';

const everything: InboxFilter = { tab: 'all', status: 'open', order: 'newest', ...plainFilterLists };

/**
 * Filter sets (A5) that a shop's people would have made: a supervisor's own, and some shared with a department. Those whose
 * tag, stage or department the workspace does not have are left out.
 *
 * @param firstVersion versions increase from here.
 */
export function seedFilters(
  seed: number,
  directory: Pick<Directory, 'people' | 'departments' | 'tags' | 'pipelines'>,
  firstVersion: number,
): SavedFilter[] {
  const random = createRandom(seed ^ 0x5f11e4);
  const owner =
    directory.people.find(({ role, active }) => role === 'supervisor' && active) ??
    directory.people.find(({ active }) => active);
  if (owner === undefined) return [];
  const stageIds = directory.pipelines
    .flatMap(({ stages }) => stages.filter(({ name }) => /negocia|proposta|orçamento/i.test(name)))
    .map(({ id }) => id);
  const tagIds = directory.tags.filter(({ name }) => /vip|urgente/i.test(name)).map(({ id }) => id);
  const vendas = directory.departments.find(({ name }) => name === 'Vendas')?.id ?? null;
  const made: Pick<SavedFilter, 'name' | 'departmentId' | 'filter'>[] = [
    {
      name: 'Janela quase no fim',
      departmentId: null,
      filter: { ...everything, status: 'awaiting', order: 'oldest', windowLeft: 'under-4h' },
    },
    { name: 'Envios com falha', departmentId: null, filter: { ...everything, status: 'failed' } },
  ];
  if (stageIds.length > 0)
    made.push({ name: 'Propostas em aberto', departmentId: vendas, filter: { ...everything, stageIds } });
  if (tagIds.length > 0)
    made.push({
      name: 'VIP sem resposta',
      departmentId: null,
      filter: { ...everything, status: 'awaiting', order: 'oldest', tagIds },
    });
  return made.map((one, index) => ({
    ...one,
    ...{ id: seededUuid(random), ownerId: owner.id, removed: false, version: firstVersion + index },
  }));
}
