import type { Directory } from '../../../src-shared/bridge/views.ts';
import type { Automation } from '../../../src-shared/protocol/automations.ts';
import type { Field } from '../../../src-shared/protocol/contacts.ts';
import type { Pipeline } from '../../../src-shared/protocol/deals.ts';
import type { Connection, Department, Person, Reason, SavedText, Tag } from '../../../src-shared/protocol/entities.ts';
import type { SavedFilter } from '../../../src-shared/protocol/inbox-filter.ts';
import type { Operation, PauseReason } from '../../../src-shared/protocol/operation.ts';
import type { Template } from '../../../src-shared/protocol/templates.ts';
import { reasonsUnder } from '../../../src-shared/rules/inbox-match.ts';
import type { Db } from './sqlite.ts';
import type { StoredEntities } from './stored.ts';
import type { DirectoryEntities, DirectoryKind } from './writing/directory.ts';

/** The directory (people, departments, connections, tags, reasons) by id, read once and kept until it changes. */
export interface DirectoryMemory {
  person(id: string | null): Person | null;
  people(): Person[];
  department(id: string): Department | null;
  connection(id: string): Connection | null;
  connections(): Iterable<Connection>;
  tag(id: string): Tag | null;
  reason(id: string | null): Reason | null;
  /** In use or not. */
  pipeline(id: string): Pipeline | null;
  /** By which a stage is told, in use or not. */
  stageName(id: string): string | null;
  /** The same of a tag. */
  tagName(id: string): string | null;
  /** In use or not. */
  field(id: string): Field | null;
  /** In use, in the workspace's order. */
  fields(): Field[];
  /** Those that were removed, or are no longer shared with anybody here, included. */
  savedFilters(): SavedFilter[];
  /** As the renderer gets it: by name, reasons in the order of their tree's levels. */
  whole(): Omit<Directory, 'savedFilters'>;
  /** null until it arrived. */
  operation(): Operation | null;
  /** A reason with everything below it. */
  reasonsUnder(ids: readonly string[]): ReadonlySet<string>;
  forget(): void;
}

interface Loaded {
  people: Map<string, Person>;
  departments: Map<string, Department>;
  connections: Map<string, Connection>;
  tags: Map<string, Tag>;
  reasons: Map<string, Reason>;
  templates: Map<string, Template>;
  savedTexts: Map<string, SavedText>;
  operations: Map<string, Operation>;
  pauseReasons: Map<string, PauseReason>;
  automations: Map<string, Automation>;
  pipelines: Map<string, Pipeline>;
  savedFilters: Map<string, SavedFilter>;
  fields: Map<string, Field>;
}

export const directoryQuery = 'SELECT data FROM directory WHERE kind = ?';

export function createDirectoryMemory(db: Db, stored: StoredEntities): DirectoryMemory {
  const select = db.prepare<[string], string>(directoryQuery).pluck();
  let memory: Loaded | null = null;

  function read<Kind extends DirectoryKind>(kind: Kind): Map<string, DirectoryEntities[Kind]> {
    const entities = select.all(kind).flatMap((data) => stored.directory(kind, data) ?? []);
    return new Map(entities.map((entity) => [entity.id, entity]));
  }

  function loaded(): Loaded {
    memory ??= {
      people: read('person'),
      departments: read('department'),
      connections: read('connection'),
      tags: read('tag'),
      reasons: read('reason'),
      templates: read('template'),
      savedTexts: read('savedText'),
      operations: read('operation'),
      pauseReasons: read('pauseReason'),
      automations: read('automation'),
      pipelines: read('pipeline'),
      savedFilters: read('savedFilter'),
      fields: read('field'),
    };
    return memory;
  }

  /** A removed tag is shown nowhere, though its contacts still have it. */
  const shownTag = (tag: Tag | undefined): Tag | null => (tag === undefined || tag.removed === true ? null : tag);

  const collator = new Intl.Collator('pt-BR', { sensitivity: 'base' });
  const byName = <Entity extends { id: string; name: string }>(entities: Map<string, Entity>): Entity[] =>
    [...entities.values()].sort((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));

  const fieldsInUse = (): Field[] =>
    byName(loaded().fields)
      .filter((field) => field.active)
      .sort((a, b) => a.position - b.position);

  return {
    person: (id) => (id === null ? null : (loaded().people.get(id) ?? null)),
    people: () => [...loaded().people.values()],
    department: (id) => loaded().departments.get(id) ?? null,
    connection: (id) => loaded().connections.get(id) ?? null,
    connections: () => loaded().connections.values(),
    operation: () => loaded().operations.values().next().value ?? null,
    tag: (id) => shownTag(loaded().tags.get(id)),
    reason: (id) => (id === null ? null : (loaded().reasons.get(id) ?? null)),
    pipeline: (id) => loaded().pipelines.get(id) ?? null,
    stageName(id) {
      const stages = [...loaded().pipelines.values()].flatMap((pipeline) => pipeline.stages);
      return stages.find((stage) => stage.id === id)?.name ?? null;
    },
    tagName: (id) => loaded().tags.get(id)?.name ?? null,
    field: (id) => loaded().fields.get(id) ?? null,
    fields: fieldsInUse,
    savedFilters: () => [...loaded().savedFilters.values()],
    whole() {
      const { people, departments, connections, tags, reasons, templates, savedTexts, operations } = loaded();
      const { pauseReasons, automations, pipelines } = loaded();
      return {
        people: byName(people),
        departments: byName(departments),
        connections: byName(connections),
        tags: byName(tags).filter((tag) => shownTag(tag) !== null),
        reasons: byName(reasons).sort((a, b) => a.position - b.position),
        templates: byName(templates).filter((template) => template.status !== 'deleted'),
        savedTexts: [...savedTexts.values()]
          .filter((saved) => saved.active)
          .sort((a, b) => collator.compare(a.shortcut, b.shortcut) || (a.id < b.id ? -1 : 1)),
        operation: operations.values().next().value ?? null,
        pauseReasons: byName(pauseReasons)
          .filter((reason) => reason.active)
          .sort((a, b) => a.position - b.position),
        automations: byName(automations).filter((automation) => !automation.removed),
        pipelines: byName(pipelines)
          .filter((pipeline) => pipeline.active)
          .sort((a, b) => a.position - b.position),
        fields: fieldsInUse(),
      };
    },
    reasonsUnder: (ids) => reasonsUnder(loaded().reasons.values(), ids),
    forget() {
      memory = null;
    },
  };
}
