import type { Kysely, Selectable } from 'kysely';
import type { Automation } from '../../../src-shared/protocol/automations.ts';
import type { Field } from '../../../src-shared/protocol/contacts.ts';
import type { Pipeline } from '../../../src-shared/protocol/deals.ts';
import type {
  Capabilities,
  Channel,
  Connection,
  Department,
  Person,
  Reason,
  SavedText,
  Tag,
} from '../../../src-shared/protocol/entities.ts';
import { type Operation, operationDefaults, type PauseReason } from '../../../src-shared/protocol/operation.ts';
import type { Template } from '../../../src-shared/protocol/templates.ts';
import { loadAutomations } from '../../automations/store.ts';
import type { ConnectionTable, Database, DepartmentTable, ReasonTable, TagTable } from '../database.ts';
import type { SavedTextTable } from '../migrations/0004-whatsapp.ts';
import type { PauseReasonTable } from '../migrations/0005-routing.ts';
import type { PipelineTable } from '../migrations/0010-deals.ts';
import { loadPeople } from './person.ts';

/** What the whole workspace shares. */
export interface Directory {
  people: Person[];
  departments: Department[];
  connections: Connection[];
  tags: Tag[];
  reasons: Reason[];
  templates: Template[];
  savedTexts: SavedText[];
  operation: Operation;
  pauseReasons: PauseReason[];
  automations: Automation[];
  pipelines: Pipeline[];
  fields: Field[];
}

/** What a connection can do comes from its channel's adapter; null where this version does not serve the channel. */
export type CapabilitiesOf = (connection: { channel: Channel; settings: unknown }) => Capabilities | null;

export function toDepartment(row: Selectable<DepartmentTable>): Department {
  return {
    id: row.id,
    name: row.name,
    distribution: row.distribution,
    rule: row.rule,
    acceptSeconds: row.accept_seconds,
    inactivityMinutes: row.inactivity_minutes,
    requiresReason: row.requires_reason,
    requiresDescription: row.requires_description,
    version: row.version,
  };
}

export function toConnection(row: Selectable<ConnectionTable>, capabilities: Capabilities): Connection {
  return {
    id: row.id,
    channel: row.channel,
    name: row.name,
    departmentId: row.department_id,
    address: row.address,
    capabilities,
    active: row.active,
    problem: row.problem,
    ...(row.answered_by !== null && { answeredBy: row.answered_by }),
    version: row.version,
  };
}

export function toTag(row: Selectable<TagTable>): Tag {
  return { id: row.id, name: row.name, color: row.color, version: row.version, ...(row.removed && { removed: true }) };
}

export function toReason(row: Selectable<ReasonTable>): Reason {
  return {
    id: row.id,
    parentId: row.parent_id,
    name: row.name,
    position: row.position,
    active: row.active,
    version: row.version,
  };
}

export function toSavedText(row: Selectable<SavedTextTable>): SavedText {
  return {
    id: row.id,
    shortcut: row.shortcut,
    text: row.text,
    departmentId: row.department_id,
    active: row.active,
    version: row.version,
  };
}

export function toPauseReason(row: Selectable<PauseReasonTable>): PauseReason {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    limitMinutes: row.limit_minutes,
    position: row.position,
    active: row.active,
    version: row.version,
  };
}

export function toPipeline(row: Selectable<PipelineTable>): Pipeline {
  return {
    id: row.id,
    name: row.name,
    position: row.position,
    active: row.active,
    stages: row.stages,
    version: row.version,
  };
}

/** Custom fields of the workspace, in use or not, in their order. */
export async function loadFields(db: Kysely<Database>, workspaceId: string): Promise<Field[]> {
  return db
    .selectFrom('field')
    .select(['id', 'name', 'type', 'choices', 'position', 'active', 'version'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

/** How the workspace works; what nobody ever changed has its defaults. */
export async function loadOperation(db: Kysely<Database>, workspaceId: string): Promise<Operation> {
  const row = await db
    .selectFrom('workspace')
    .leftJoin('operation', 'operation.workspace_id', 'workspace.id')
    .select(['workspace.time_zone', 'operation.data', 'operation.version'])
    .where('workspace.id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  return {
    ...operationDefaults,
    ...row.data,
    id: workspaceId,
    timeZone: row.time_zone,
    version: row.version ?? 0,
  };
}

export async function loadDirectory(
  db: Kysely<Database>,
  workspaceId: string,
  capabilitiesOf: CapabilitiesOf,
): Promise<Directory> {
  const [
    people,
    departments,
    connections,
    tags,
    reasons,
    templates,
    savedTexts,
    pauseReasons,
    operation,
    automations,
    pipelines,
    fields,
  ] = await Promise.all([
    loadPeople(db, workspaceId, null),
    db.selectFrom('department').selectAll().where('workspace_id', '=', workspaceId).execute(),
    db.selectFrom('connection').selectAll().where('workspace_id', '=', workspaceId).execute(),
    db.selectFrom('tag').selectAll().where('workspace_id', '=', workspaceId).execute(),
    db.selectFrom('reason').selectAll().where('workspace_id', '=', workspaceId).execute(),
    db.selectFrom('template').selectAll().where('workspace_id', '=', workspaceId).execute(),
    db.selectFrom('saved_text').selectAll().where('workspace_id', '=', workspaceId).execute(),
    db.selectFrom('pause_reason').selectAll().where('workspace_id', '=', workspaceId).execute(),
    loadOperation(db, workspaceId),
    loadAutomations(db, workspaceId),
    db.selectFrom('pipeline').selectAll().where('workspace_id', '=', workspaceId).execute(),
    loadFields(db, workspaceId),
  ]);
  return {
    people,
    departments: departments.map(toDepartment),
    connections: connections.flatMap((row) => {
      const capabilities = capabilitiesOf(row);
      return capabilities === null ? [] : [toConnection(row, capabilities)];
    }),
    tags: tags.map(toTag),
    reasons: reasons.map(toReason),
    templates: templates.map((row) => row.data),
    savedTexts: savedTexts.map(toSavedText),
    operation,
    pauseReasons: pauseReasons.map(toPauseReason),
    automations,
    pipelines: pipelines.map(toPipeline),
    fields,
  };
}
