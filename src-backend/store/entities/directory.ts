import type { Kysely, Selectable } from 'kysely';
import type {
  Capabilities,
  Channel,
  Connection,
  Department,
  Person,
  Reason,
  Tag,
} from '../../../src-shared/protocol/entities.ts';
import type { ConnectionTable, Database, DepartmentTable, ReasonTable, TagTable } from '../database.ts';
import { loadPeople } from './person.ts';

/** What the whole workspace shares. */
export interface Directory {
  people: Person[];
  departments: Department[];
  connections: Connection[];
  tags: Tag[];
  reasons: Reason[];
}

/** What a channel can do comes from its adapter; null where this version does not serve the channel. */
export type CapabilitiesOf = (channel: Channel) => Capabilities | null;

export function toDepartment(row: Selectable<DepartmentTable>): Department {
  return {
    id: row.id,
    name: row.name,
    distribution: row.distribution,
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
    version: row.version,
  };
}

export function toTag(row: Selectable<TagTable>): Tag {
  return { id: row.id, name: row.name, color: row.color, version: row.version };
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

export async function loadDirectory(
  db: Kysely<Database>,
  workspaceId: string,
  capabilitiesOf: CapabilitiesOf,
): Promise<Directory> {
  const [people, departments, connections, tags, reasons] = await Promise.all([
    loadPeople(db, workspaceId, null),
    db.selectFrom('department').selectAll().where('workspace_id', '=', workspaceId).execute(),
    db.selectFrom('connection').selectAll().where('workspace_id', '=', workspaceId).execute(),
    db.selectFrom('tag').selectAll().where('workspace_id', '=', workspaceId).execute(),
    db.selectFrom('reason').selectAll().where('workspace_id', '=', workspaceId).execute(),
  ]);
  return {
    people,
    departments: departments.map(toDepartment),
    connections: connections.flatMap((row) => {
      const capabilities = capabilitiesOf(row.channel);
      return capabilities === null ? [] : [toConnection(row, capabilities)];
    }),
    tags: tags.map(toTag),
    reasons: reasons.map(toReason),
  };
}
