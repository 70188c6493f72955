import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { plainConnection, plainDepartment } from '../../../src-shared/protocol/defaults.ts';
import type { Capabilities, Channel, Reason, Workspace } from '../../../src-shared/protocol/entities.ts';
import { operationDefaults } from '../../../src-shared/protocol/operation.ts';
import { createInstagramChannel } from '../../channels/instagram/channel.ts';
import { LIVECHAT_CAPABILITIES } from '../../channels/livechat/settings.ts';
import { createMessengerChannel } from '../../channels/messenger/channel.ts';
import { whatsAppCapabilities } from '../../channels/whatsapp/capabilities.ts';
import { provisionSchema, type ReasonEntry } from '../../provision/schema.ts';
import type { Directory } from '../../store/entities/directory.ts';

const workspaceFile = new URL('../workspace.json', import.meta.url);

export const readDemoWorkspace = (): unknown => JSON.parse(readFileSync(workspaceFile, 'utf8'));

const capabilitiesByChannel: Partial<Record<Channel, Capabilities>> = {
  whatsapp: whatsAppCapabilities,
  livechat: LIVECHAT_CAPABILITIES,
  instagram: createInstagramChannel().capabilities,
  messenger: createMessengerChannel().capabilities,
};

/** null: a channel on which the demo's history has no conversations. */
export const demoCapabilities = (channel: Channel): Capabilities | null => capabilitiesByChannel[channel] ?? null;

/** How customers know a connection, as its channel's settings call it. */
const addressed = z
  .looseObject({
    displayPhoneNumber: z.string().optional(),
    username: z.string().optional(),
    pageName: z.string().optional(),
  })
  .transform(({ displayPhoneNumber, username, pageName }) =>
    username === undefined ? (displayPhoneNumber ?? pageName ?? null) : `@${username}`,
  );

/**
 * What the demo's provision file describes, without a backend: for a desktop's cache that no server filled. Ids come
 * from the names, so the same file gives the same directory.
 */
export function demoDirectory(): { workspace: Workspace; directory: Directory; emailOf(personId: string): string } {
  const file = provisionSchema.parse(readDemoWorkspace());
  let version = 0;
  const next = () => {
    version += 1;
    return version;
  };
  const departments = (file.departments ?? []).map(
    ({ name, distribution = 'automatic', requiresReason = false, requiresDescription = false }) => ({
      ...plainDepartment,
      ...{ id: idOf('department', name), name, distribution, requiresReason, requiresDescription },
      version: next(),
    }),
  );
  const emails = new Map<string, string>();
  const people = (file.people ?? []).map((person) => {
    const id = idOf('person', person.email);
    emails.set(id, person.email);
    return {
      ...{ id, name: person.name, role: person.role, active: person.active ?? true, capacity: person.capacity ?? 0 },
      departmentIds: (person.departments ?? []).map((name) => idOf('department', name)).sort(),
      presence: { state: 'available' as const, reason: null, since: 0 },
      version: next(),
    };
  });
  const connections = (file.connections ?? []).flatMap((connection) => {
    const { channel, name, department, active = true } = connection;
    const capabilities = demoCapabilities(channel);
    if (capabilities === null) return [];
    const address = addressed.parse(connection);
    const departmentId = idOf('department', department);
    return [
      {
        ...plainConnection,
        ...{ id: idOf('connection', name), channel, name, departmentId, address, capabilities, active },
        version: next(),
      },
    ];
  });
  const id = idOf('workspace', file.workspace.name);
  const operation = { ...operationDefaults, id, timeZone: file.workspace.timeZone, version: next() };
  const tags = (file.tags ?? []).map(({ name, color }) => ({ id: idOf('tag', name), name, color, version: next() }));
  const reasonsOf = (entries: ReasonEntry[], parentId: string | null): Reason[] =>
    entries.flatMap(({ name, active = true, children = [] }, position) => {
      const id = idOf('reason', `${parentId ?? ''}/${name}`);
      return [{ id, parentId, name, position, active, version: next() }, ...reasonsOf(children, id)];
    });
  return {
    workspace: { id, ...file.workspace },
    directory: {
      ...nothingElse,
      operation,
      departments,
      people,
      connections,
      tags,
      reasons: reasonsOf(file.reasons ?? [], null),
      pipelines: file.pipelines.map(({ name, stages }, position) => ({
        ...{ id: idOf('pipeline', name), name, position, active: true },
        stages: stages.map((stage) => ({ id: idOf('stage', `${name}/${stage}`), name: stage })),
        version: next(),
      })),
      fields: file.fields.map(({ name, type, choices = [] }, position) => ({
        ...{ id: idOf('field', name), name, type, choices, position, active: true },
        version: next(),
      })),
    },
    emailOf: (personId) => emails.get(personId) ?? '',
  };
}

/** Comes from the provider or from the settings; a cache without a server has none of it. */
const nothingElse = { templates: [], savedTexts: [], pauseReasons: [], automations: [] };

function idOf(kind: string, name: string): string {
  const hex = createHash('sha256').update(`${kind}\n${name}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
