import type {
  InboundChange,
  InboundEvent,
  InboundIdentity,
  InboundMessage,
  InboundReaction,
  InboundStatus,
  Sender,
} from '../../../src-backend/channels/contract.ts';
import { loadContacts } from '../../../src-backend/store/entities/contact.ts';
import { toConversation } from '../../../src-backend/store/entities/conversation.ts';
import { toMessage } from '../../../src-backend/store/entities/message.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import type { Contact, Conversation, Message } from '../../../src-shared/protocol/entities.ts';
import { idIn, type Operation, openOperation } from '../core/operation.ts';

/** One department with a number, an agent, and whatever the provider says about customers. */
export interface Scene {
  operation: Operation;
  connectionId: string;
  /** Lets events in through the door and waits until they are applied. */
  arrive(...events: InboundEvent[]): Promise<void>;
  conversations(): Promise<Conversation[]>;
  /** Of the whole workspace, in the order of the log. */
  messages(): Promise<Message[]>;
  /** The message of a provider's id. */
  message(externalId: string): Promise<Message>;
  contacts(): Promise<Contact[]>;
}

export async function openScene(store: Store): Promise<Scene> {
  const operation = await openOperation(store, {
    departments: [{ id: 'suporte' }, { id: 'vendas' }],
    people: [{ id: 'ana', departments: ['suporte', 'vendas'] }],
  });
  const { core, workspaceId } = operation;
  const connectionId = idIn(operation, 'connection-suporte');
  const scene: Scene = {
    operation,
    connectionId,
    async arrive(...events) {
      await core.door.accept(connectionId, events);
      await core.inbound.settle();
    },
    async conversations() {
      const rows = await store.db
        .selectFrom('conversation')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .orderBy('protocol')
        .execute();
      return rows.map(toConversation);
    },
    async messages() {
      const rows = await store.db
        .selectFrom('message')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .orderBy('position')
        .execute();
      return rows.map(toMessage);
    },
    async message(externalId) {
      const row = await store.db
        .selectFrom('message')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('external_id', '=', externalId)
        .executeTakeFirstOrThrow();
      return toMessage(row);
    },
    async contacts() {
      const rows = await store.db.selectFrom('contact').select('id').where('workspace_id', '=', workspaceId).execute();
      return loadContacts(
        store.db,
        workspaceId,
        rows.map(({ id }) => id),
      );
    },
  };
  return scene;
}

export const MOMENT = Date.UTC(2026, 10, 22, 14, 59);

/** Numbers of Brazil are phones; anything else is a business-scoped user id. */
export function person(address: string, alias?: string): Sender {
  const phone = /^\d+$/.test(address) ? address : null;
  return { address, phone, profileName: 'Bia', ...(alias === undefined ? {} : { alias }) };
}

export const message = (
  externalId: string,
  sender: Sender,
  more: Partial<Omit<InboundMessage, 'type'>> = {},
): InboundMessage => ({
  type: 'message',
  externalId,
  sender,
  kind: 'text',
  text: `olá ${externalId}`,
  media: null,
  unknownKind: null,
  quotedExternalId: null,
  providerAt: MOMENT,
  ...more,
});

export const reaction = (
  externalId: string,
  targetExternalId: string,
  emoji: string | null,
  seconds: number,
  more: { echo?: true } = {},
): InboundReaction => ({
  type: 'reaction',
  externalId,
  targetExternalId,
  sender: person('5511987654321'),
  emoji,
  providerAt: MOMENT + seconds * 1000,
  ...more,
});

export const edit = (externalId: string, targetExternalId: string, text: string, seconds: number): InboundChange => ({
  type: 'edited',
  externalId,
  targetExternalId,
  sender: person('5511987654321'),
  text,
  providerAt: MOMENT + seconds * 1000,
});

export const deletion = (externalId: string, targetExternalId: string, seconds: number): InboundChange => ({
  type: 'deleted',
  externalId,
  targetExternalId,
  sender: person('5511987654321'),
  text: null,
  providerAt: MOMENT + seconds * 1000,
});

export const moved = (
  externalId: string | null,
  change: InboundIdentity['change'],
  from: Sender,
  to: Sender,
  seconds = 0,
): InboundIdentity => ({ type: 'identity', externalId, change, from, to, providerAt: MOMENT + seconds * 1000 });

export const status = (
  externalId: string,
  state: InboundStatus['status'],
  more: Partial<InboundStatus> = {},
): InboundStatus => ({ type: 'status', externalId, status: state, failure: null, providerAt: MOMENT, ...more });
