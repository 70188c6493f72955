import { toConversation } from '../../../src-backend/store/entities/conversation.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import type { CommandArgs, CommandName } from '../../../src-shared/protocol/commands.ts';
import type { Activity, Channel, Conversation } from '../../../src-shared/protocol/entities.ts';
import { type CustomerDesk, openCustomerDesk } from './customers.ts';
import type { Customer, Plan } from './operation.ts';

/** One customer who writes on several channels, known as one contact, and what is open of them. */
export interface GroupDesk extends CustomerDesk {
  /** João's: on WhatsApp to Suporte, by e-mail to Vendas, on Instagram to Suporte. All of one contact. */
  whatsapp: Customer;
  email: Customer;
  instagram: Customer;
  contactId: string;
  /** The conversation that has this message, as desktops are told it. */
  with(text: string): Promise<Conversation>;
  one(id: string): Promise<Conversation>;
  all(): Promise<Conversation[]>;
  /** What was written to customers, in order. */
  said(): Promise<(string | null)[]>;
  /** By conversation, what was said in it by and to the customer, oldest first. */
  spoken(): Promise<Map<string, { id: string; at: number }[]>>;
  /** The newest position of the log. */
  head(): Promise<number>;
  activities(conversationId: string): Promise<Activity[]>;
  /** Ends unless the server refuses. */
  done<Name extends CommandName>(by: string, name: Name, args: CommandArgs<Name>): Promise<void>;
  /** Joins and answers with the mark's id. */
  join(intoId: string, fromId: string, by?: string): Promise<string>;
}

const address: Record<'whatsapp' | 'email' | 'instagram', string> = {
  whatsapp: '5511988887777',
  email: 'joao@exemplo.com',
  instagram: 'ig-joao',
};

export async function openGroupDesk(store: Store, plan?: Plan): Promise<GroupDesk> {
  const desk = await openCustomerDesk(store, plan);
  const { workspaceId } = desk;
  const on = (channel: Channel, options: { address: string; department: string }) =>
    desk.customer('João', channel === 'whatsapp' ? options : { ...options, channel });
  const whatsapp = on('whatsapp', { address: address.whatsapp, department: 'suporte' });
  // Known by all three addresses before any conversation is open.
  await whatsapp.writes('primeiro contato');
  const contactId = await desk.contactOf(address.whatsapp);
  for (const channel of ['email', 'instagram'] as const) {
    const id = crypto.randomUUID();
    const added = await desk.command('sonia', 'contact.identityAdd', {
      contactId,
      id,
      channel,
      address: address[channel],
    });
    if (!added.ok) throw new Error(`refused: ${added.reason}`);
  }
  const rows = () =>
    store.db
      .selectFrom('conversation')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .orderBy('protocol')
      .execute();
  const group: GroupDesk = {
    ...desk,
    whatsapp,
    email: on('email', { address: address.email, department: 'vendas' }),
    instagram: on('instagram', { address: address.instagram, department: 'suporte' }),
    contactId,
    async with(text) {
      const { id } = await store.db
        .selectFrom('message')
        .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
        .select('conversation.id')
        .where('message.workspace_id', '=', workspaceId)
        .where('message.text', '=', text)
        .executeTakeFirstOrThrow();
      return group.one(id);
    },
    async one(id) {
      const found = (await group.all()).find((conversation) => conversation.id === id);
      if (found === undefined) throw new Error('no such conversation');
      return found;
    },
    all: async () => (await rows()).map(toConversation),
    async said() {
      const written = await store.db
        .selectFrom('message')
        .select('text')
        .where('workspace_id', '=', workspaceId)
        .where('direction', '=', 'outbound')
        .orderBy('position')
        .execute();
      return written.map(({ text }) => text);
    },
    async spoken() {
      const rows = await store.db
        .selectFrom('message')
        .select(['id', 'created_at as at', 'conversation_id'])
        .where('workspace_id', '=', workspaceId)
        .where('direction', 'in', ['inbound', 'outbound'])
        .orderBy('position')
        .execute();
      return Map.groupBy(rows, (row) => row.conversation_id);
    },
    head: () => desk.core.log.write(workspaceId, async (tx) => tx.lastSeq()),
    async activities(conversationId) {
      const lines = await store.db
        .selectFrom('message')
        .select('activity')
        .where('conversation_id', '=', conversationId)
        .where('direction', '=', 'activity')
        .orderBy('position')
        .execute();
      return lines.flatMap(({ activity }) => activity ?? []);
    },
    async done(by, name, args) {
      const reply = await desk.command(by, name, args);
      if (!reply.ok) throw new Error(`${name} was refused: ${reply.reason} ${reply.detail ?? ''}`);
    },
    async join(intoId, fromId, by = 'sonia') {
      await group.done(by, 'conversation.merge', { intoId, fromId });
      const { merged } = await group.one(fromId);
      if (merged === null) throw new Error('it carries no mark');
      return merged.id;
    },
  };
  const first = await group.with('primeiro contato');
  await group.done('sonia', 'conversation.finish', { conversationId: first.id, reasonId: null, description: null });
  desk.clock.now += 60_000;
  return group;
}

/** «Mesmo contato, em aberto, outro canal» is switched on. */
export async function joinByRule(desk: GroupDesk): Promise<void> {
  const [seen, value] = [{ mergeConversations: false }, { mergeConversations: true }];
  await desk.done('sonia', 'operation.save', { section: 'merging', seen, value });
}
