import { unknownVariables } from '../../src-shared/rules/saved-text.ts';
import { EVERYONE } from '../log/audience.ts';
import { toSavedText } from '../store/entities/directory.ts';
import { type CommandContext, done, type Handler, isDepartment, isSupervisor, refused } from './handler.ts';

/** Saved texts («respostas rápidas», B5): kept by supervisors, used by everyone of the department they are for. */
const save: Handler<'savedText.save'> = async ({ unit, caller }, args) => {
  if (!isSupervisor(caller.person)) return refused('forbidden');
  // A text with one could never be sent (rules/saved-text.ts).
  const [unknown] = unknownVariables(args.text);
  if (unknown !== undefined) return refused('invalid', unknown);
  const { db, workspaceId } = unit.tx;
  if (args.departmentId !== null && !(await isDepartment(unit, args.departmentId))) {
    return refused('not-found', 'department');
  }
  const others = await db
    .selectFrom('saved_text')
    .select(['id', 'shortcut'])
    .where('workspace_id', '=', workspaceId)
    .where('active', '=', true)
    .where('id', '<>', args.id)
    .execute();
  const wanted = args.shortcut.toLocaleLowerCase('pt-BR');
  if (others.some(({ shortcut }) => shortcut.toLocaleLowerCase('pt-BR') === wanted)) return refused('name-taken');
  const known = await db.selectFrom('saved_text').select('workspace_id').where('id', '=', args.id).executeTakeFirst();
  if (known !== undefined && known.workspace_id !== workspaceId) return refused('not-found');
  const version = unit.tx.nextSeq();
  const row = {
    id: args.id,
    workspace_id: workspaceId,
    shortcut: args.shortcut,
    text: args.text,
    department_id: args.departmentId,
    active: true,
    version,
  };
  await db
    .insertInto('saved_text')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  unit.tx.append(version, { body: { type: 'savedText', savedText: toSavedText(row) }, audience: EVERYONE });
  return done;
};

const remove: Handler<'savedText.remove'> = async ({ unit, caller }: CommandContext, { id }) => {
  if (!isSupervisor(caller.person)) return refused('forbidden');
  const { db, workspaceId } = unit.tx;
  const row = await db
    .selectFrom('saved_text')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return refused('not-found');
  if (!row.active) return done;
  const version = unit.tx.nextSeq();
  await db.updateTable('saved_text').set({ active: false, version }).where('id', '=', id).execute();
  unit.tx.append(version, {
    body: { type: 'savedText', savedText: toSavedText({ ...row, active: false, version }) },
    audience: EVERYONE,
  });
  return done;
};

export const savedTextHandlers = { 'savedText.save': save, 'savedText.remove': remove };
