import type { Channel, Conversation } from '../../src-shared/protocol/entities.ts';
import { sameCustomer } from '../contacts/roots.ts';
import { loadOperation } from '../store/entities/directory.ts';
import { joinConversations, nearness } from './joining.ts';
import type { WorkUnit } from './work-unit.ts';

/**
 * «Mesmo contato, em aberto, outro canal» (G3): where the operation wishes it, conversations that one customer has open on
 * several channels are served as one. Never one that people separated.
 */
export interface JoiningRule {
  /** A conversation that was just added to the unit joins what the same customer has open elsewhere. `true`: it did. */
  began(conversationId: string): Promise<boolean>;
  /** Contacts became one: so does what they have open. The unit must be flushed before. */
  becameOne(contactId: string): Promise<void>;
}

interface Open {
  root: Conversation;
  channels: ReadonlySet<Channel>;
}

/** For one transaction: the setting is read once. */
export function createJoiningRule(unit: WorkUnit): JoiningRule {
  const { db, workspaceId } = unit.tx;
  let wished: boolean | null = null;

  const isWished = async (): Promise<boolean> => {
    wished ??= (await loadOperation(db, workspaceId)).mergeConversations;
    return wished;
  };

  return {
    async began(conversationId) {
      if (!(await isWished())) return false;
      const others = unit.touchedConversations().filter(({ id }) => id !== conversationId);
      // They may have begun in this very transaction.
      if (others.some(({ status }) => status !== 'finished')) await unit.flush();
      const conversation = await unit.conversation(conversationId);
      if (conversation === null || conversation.status === 'finished' || conversation.merged !== null) return false;
      const open = await openOf(unit, conversation.contactId);
      const into = open.find(({ root, channels }) => root.id !== conversationId && !channels.has(conversation.channel));
      if (into === undefined) return false;
      // It never waited for itself.
      unit.withdrawActivity(conversationId, 'queued');
      // Who just came waits for nobody yet: they are served where they are served already.
      const leads = conversation.status === 'open' ? {} : ({ leads: 'into' } as const);
      await joinConversations(unit, into.root.id, conversationId, { byId: null, ...leads });
      return true;
    },

    async becameOne(contactId) {
      if (!(await isWished())) return;
      const [into, ...others] = await openOf(unit, contactId);
      if (into === undefined) return;
      const taken = new Set(into.channels);
      for (const { root, channels } of others) {
        if (!taken.isDisjointFrom(channels)) continue;
        await joinConversations(unit, into.root.id, root.id, { byId: null });
        for (const channel of channels) taken.add(channel);
      }
    },
  };
}

/** What the customer has open, that nobody separated: nearest to a person first, then the oldest. */
async function openOf(unit: WorkUnit, contactId: string): Promise<Open[]> {
  const { db, workspaceId } = unit.tx;
  const rows = await db
    .selectFrom('conversation')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', 'in', sameCustomer(workspaceId, [contactId]))
    .where('status', '<>', 'finished')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('kept_apart')
            .select('kept_apart.workspace_id')
            .whereRef('conversation_id', '=', 'conversation.id'),
        ),
      ),
    )
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const all = rows.map((row) => unit.hold(row));
  const channelsOf = (root: Conversation) =>
    new Set(all.filter((one) => one === root || one.merged?.intoId === root.id).map(({ channel }) => channel));
  return all
    .filter(({ merged }) => merged === null)
    .map((root) => ({ root, channels: channelsOf(root) }))
    .sort((a, b) => nearness(b.root) - nearness(a.root));
}
