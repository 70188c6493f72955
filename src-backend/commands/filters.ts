import type { SavedFilter } from '../../src-shared/protocol/inbox-filter.ts';
import { audienceOfFilter, toSavedFilter, usesFilter } from '../filters/saved-filters.ts';
import { sameAudience } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';
import { done, type Handler, isDepartment, isSupervisor, refused } from './handler.ts';

/** More are no help to anybody, and every desktop holds them all. */
const MAX_OF_ONE_PERSON = 100;

/** Filter sets kept under a name (A5). What one may not use does not exist. */
const save: Handler<'filter.save'> = async ({ unit, caller: { person } }, args) => {
  const { tx } = unit;
  const { db, workspaceId } = tx;
  const before = await stored(tx, args.id);
  if (before === 'elsewhere') return refused('not-found');
  if (before !== null && before.ownerId !== person.id) {
    return refused(!before.removed && usesFilter(person, audienceOfFilter(before)) ? 'forbidden' : 'not-found');
  }
  if (args.departmentId !== null) {
    if (!(await isDepartment(unit, args.departmentId))) return refused('not-found', 'department');
    if (!isSupervisor(person) && !person.departmentIds.includes(args.departmentId)) {
      return refused('forbidden', 'department');
    }
  }
  const own = await db
    .selectFrom('saved_filter')
    .select('name')
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', person.id)
    .where('removed', '=', false)
    .where('id', '<>', args.id)
    .execute();
  const wanted = folded(args.name);
  if (own.some(({ name }) => folded(name) === wanted)) return refused('name-taken');
  if (own.length >= MAX_OF_ONE_PERSON) return refused('invalid', 'too-many');
  const { id, name, departmentId, filter } = args;
  await write(tx, before, { id, name, ownerId: person.id, departmentId, filter, removed: false });
  return done;
};

const remove: Handler<'filter.remove'> = async ({ unit: { tx }, caller: { person } }, { id }) => {
  const before = await stored(tx, id);
  if (before === null || before === 'elsewhere' || !usesFilter(person, audienceOfFilter(before))) {
    return refused('not-found');
  }
  if (before.ownerId !== person.id && !isSupervisor(person)) return refused(before.removed ? 'not-found' : 'forbidden');
  if (!before.removed) await write(tx, before, { ...before, removed: true });
  return done;
};

const folded = (name: string): string => name.toLocaleLowerCase('pt-BR');

async function stored({ db, workspaceId }: WriteTransaction, id: string): Promise<SavedFilter | null | 'elsewhere'> {
  const row = await db.selectFrom('saved_filter').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  return row.workspace_id === workspaceId ? toSavedFilter(row) : 'elsewhere';
}

async function write(
  tx: WriteTransaction,
  before: SavedFilter | null,
  after: Omit<SavedFilter, 'version'>,
): Promise<void> {
  const savedFilter: SavedFilter = { ...after, version: tx.nextSeq() };
  const { ownerId, departmentId, filter, ...same } = savedFilter;
  const row = {
    ...same,
    workspace_id: tx.workspaceId,
    owner_id: ownerId,
    department_id: departmentId,
    filter: JSON.stringify(filter),
  };
  await tx.db
    .insertInto('saved_filter')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  const audience = audienceOfFilter(savedFilter);
  const formerly = before === null ? audience : audienceOfFilter(before);
  tx.append(savedFilter.version, {
    body: { type: 'savedFilter', savedFilter },
    audience,
    ...(sameAudience(formerly, audience) ? {} : { audienceBefore: formerly }),
  });
}

export const filterHandlers = { 'filter.save': save, 'filter.remove': remove };
