import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type {
  ChannelAdapter,
  InboundMessage,
  OutboundMessage,
  SendOutcome,
} from '../../../src-backend/channels/contract.ts';
import { type Core, createCore } from '../../../src-backend/core.ts';
import { createMediaStore } from '../../../src-backend/media/media-store.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import type { CommandArgs, CommandName, CommandReply } from '../../../src-shared/protocol/commands.ts';
import { plainCapabilities } from '../../../src-shared/protocol/defaults.ts';
import type { Channel, Role } from '../../../src-shared/protocol/entities.ts';

const silent = pino({ level: process.env.TURNO_TEST_LOG ?? 'silent' });

/** A workspace with people, departments and one WhatsApp-like connection per department, and the core over it. */
export interface Operation {
  core: Core;
  store: Store;
  workspaceId: string;
  clock: { now: number };
  /** What the scripted channel was asked to send, in order. */
  sent: OutboundMessage[];
  /** Decides the next sends; accepted when empty. */
  outcomes: SendOutcome[];
  /** People whose sessions were ended, in order. */
  endedSessionsOf: string[];
  /** `channel`: one of the plan's other channels; an address of one's own where none is given. */
  customer(
    name: string,
    options?: { department?: string; channel?: Channel; address?: string; phone?: string | null },
  ): Customer;
  command<Name extends CommandName>(
    personId: string,
    name: Name,
    args: CommandArgs<Name>,
    id?: string,
  ): Promise<CommandReply>;
  close(): Promise<void>;
}

export interface Customer {
  address: string;
  writes(text: string, externalId?: string): Promise<void>;
}

export interface PersonPlan {
  id: string;
  role?: Role;
  departments: string[];
  capacity?: number;
  available?: boolean;
}

export interface Plan {
  departments: { id: string; automatic?: boolean; requiresReason?: boolean }[];
  people: PersonPlan[];
  /** Besides WhatsApp, with a connection for each department. */
  channels?: Channel[];
  /** What the scripted channel can do beyond the plain. */
  capabilities?: Partial<ChannelAdapter['capabilities']>;
}

export const scriptedAdapter = (
  sent: OutboundMessage[],
  outcomes: SendOutcome[],
  more: Plan['capabilities'] = {},
  channel: Channel = 'whatsapp',
): ChannelAdapter => ({
  channel,
  capabilities: {
    ...plainCapabilities,
    textLimit: 4096,
    windowMs: 86_400_000,
    media: [{ kind: 'image', mimes: ['image/png', 'image/jpeg'], maxBytes: 5_000_000 }],
    receipts: ['sent', 'delivered', 'read'],
    typing: true,
    ...more,
    ...(channel === 'form' && { receivesOnly: true as const }),
  },
  parseSettings: (raw) => raw,
  publicAddress: () => null,
  async send(_connection, message) {
    sent.push(message);
    return (
      outcomes.shift() ?? { outcome: 'accepted', externalId: `wamid.${message.id}.${sent.length}`, status: 'sent' }
    );
  },
});

/** A channel with its provider in place of the scripted one; `settings` are those of every connection. */
export interface PlannedChannel {
  adapter: ChannelAdapter;
  settings: unknown;
}

/** `joined`: the workspace of an operation that another node made; its people and departments are there already. */
export async function openOperation(
  store: Store,
  plan: Plan,
  channel?: PlannedChannel,
  joined?: string,
): Promise<Operation> {
  const workspaceId = joined ?? randomUUID();
  const clock = { now: Date.UTC(2026, 10, 22, 15, 0) };
  const own = (id: string) => `${workspaceId}:${id}`.slice(-60);
  if (joined === undefined) await seed(store, workspaceId, plan, own, channel);

  const sent: OutboundMessage[] = [];
  const outcomes: SendOutcome[] = [];
  const endedSessionsOf: string[] = [];
  const core = await createCore({
    store,
    media: createMediaStore({ store, now: () => clock.now }),
    adapters: [
      channel?.adapter ?? scriptedAdapter(sent, outcomes, plan.capabilities),
      ...(plan.channels ?? []).map((more) => scriptedAdapter(sent, outcomes, plan.capabilities, more)),
    ],
    endSession: async () => undefined,
    endSessionsOf: async (personId) => {
      endedSessionsOf.push(personId);
    },
    logger: silent,
    now: () => clock.now,
    attendance: { graceMs: 60_000, everyMs: 3_600_000 },
  });

  return {
    core,
    store,
    workspaceId,
    clock,
    sent,
    outcomes,
    endedSessionsOf,
    customer(name, options = {}) {
      const address = options.address ?? `5511${String(Math.floor(Math.random() * 1e9)).padStart(9, '9')}`;
      const phone = options.phone === undefined ? (options.channel === undefined ? address : null) : options.phone;
      const suffix = options.channel === undefined ? '' : `-${options.channel}`;
      const connectionId = own(`connection-${options.department ?? plan.departments[0]?.id}${suffix}`);
      return {
        address,
        async writes(text, externalId = randomUUID()) {
          const message: InboundMessage = {
            type: 'message',
            externalId,
            sender: { address, phone, profileName: name },
            kind: 'text',
            text,
            media: null,
            unknownKind: null,
            quotedExternalId: null,
            providerAt: clock.now,
            ...(options.channel === 'form' && { content: filledIn }),
          };
          await core.door.accept(connectionId, [message]);
          await core.inbound.settle();
        },
      };
    },
    command: (personId, name, args, id = randomUUID()) =>
      core.commands.run({ workspaceId, personId: own(personId), sessionId: 'session' }, { id, name, args }),
    close: () => core.close(),
  };
}

/** What comes through a form has its name. */
const filledIn = { type: 'form', form: 'Fale conosco', page: null, fields: [] } satisfies InboundMessage['content'];

async function seed(
  store: Store,
  workspaceId: string,
  plan: Plan,
  own: (id: string) => string,
  main: PlannedChannel | undefined,
): Promise<void> {
  const { db } = store;
  const mainChannel = main?.adapter.channel ?? 'whatsapp';
  await db
    .insertInto('workspace')
    .values({ id: workspaceId, name: workspaceId, time_zone: 'America/Sao_Paulo', created_at: 0 })
    .execute();
  await db
    .insertInto('workspace_log')
    .values({
      workspace_id: workspaceId,
      log_id: randomUUID(),
      seq: 0,
      pruned_to: 0,
      protocol_year: 0,
      protocol_last: 0,
    })
    .execute();
  for (const department of plan.departments) {
    await db
      .insertInto('department')
      .values({
        id: own(department.id),
        workspace_id: workspaceId,
        name: department.id,
        distribution: department.automatic === true ? 'automatic' : 'manual',
        requires_reason: department.requiresReason === true,
        requires_description: false,
        version: 0,
      })
      .execute();
    const connection = (channel: Channel, suffix: string) => ({
      id: own(`connection-${department.id}${suffix}`),
      workspace_id: workspaceId,
      channel,
      name: `${channel} ${department.id}`,
      department_id: own(department.id),
      address: null,
      settings: JSON.stringify(main?.settings ?? {}),
      active: true,
      version: 0,
    });
    const others = (plan.channels ?? []).map((channel) => connection(channel, `-${channel}`));
    await db
      .insertInto('connection')
      .values([{ ...connection(mainChannel, ''), name: `WhatsApp ${department.id}` }, ...others])
      .execute();
  }
  for (const person of plan.people) {
    await db
      .insertInto('person')
      .values({
        id: own(person.id),
        workspace_id: workspaceId,
        email: `${person.id}@${workspaceId}.example`,
        name: person.id,
        role: person.role ?? 'agent',
        password_hash: '',
        capacity: person.capacity ?? 5,
        active: true,
        presence_state: person.available === false ? 'offline' : 'available',
        presence_reason: null,
        presence_since: 0,
        version: 0,
      })
      .execute();
    for (const department of person.departments) {
      await db
        .insertInto('person_department')
        .values({ workspace_id: workspaceId, person_id: own(person.id), department_id: own(department) })
        .execute();
    }
  }
}

/** The full id of a planned person or department. */
export const idIn = (operation: Operation, id: string): string => `${operation.workspaceId}:${id}`.slice(-60);

export async function conversations(operation: Operation) {
  return operation.store.db
    .selectFrom('conversation')
    .selectAll()
    .where('workspace_id', '=', operation.workspaceId)
    .orderBy('protocol')
    .execute();
}

export async function messages(operation: Operation, conversationId: string) {
  return operation.store.db
    .selectFrom('message')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .orderBy('position')
    .execute();
}

export async function until(check: () => Promise<boolean> | boolean, timeoutMs = 15_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('what was waited for did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
