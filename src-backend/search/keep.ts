import type { Contact, Conversation, Message } from '../../src-shared/protocol/entities.ts';
import { searchWordsOf } from '../../src-shared/rules/message-gist.ts';
import { contactLines } from '../../src-shared/rules/search-subject.ts';
import type { WriteTransaction } from '../log/write.ts';
import type { MessageWordsTable, ProtocolWordsTable } from '../store/migrations/0014-search.ts';
import { contactWords, messageWords, protocolWords } from './words.ts';

/** The rows that go in together with new messages; those without a word have none. */
export const messageWordsRows = (workspaceId: string, messages: readonly Message[]): MessageWordsTable[] =>
  messages.flatMap((message) => {
    const words = messageWords(message);
    return words === '' ? [] : [{ ...keyOf(workspaceId, message), ...belonging(message), words }];
  });

/** The rows that go in together with new conversations. */
export const protocolWordsRows = (workspaceId: string, conversations: readonly Conversation[]): ProtocolWordsTable[] =>
  conversations.map(({ id, protocol }) => ({
    conversation_id: id,
    workspace_id: workspaceId,
    words: protocolWords(protocol),
  }));

const keyOf = (workspaceId: string, { createdAt, position }: Message) => ({
  workspace_id: workspaceId,
  at: createdAt,
  position,
});

const belonging = ({ id, conversationId }: Message) => ({ message_id: id, conversation_id: conversationId });

/** A message was edited, deleted, or only got another status: its words follow its text. */
export async function keepMessageWords(tx: WriteTransaction, before: Message, now: Message): Promise<void> {
  if (searchWordsOf(before) === searchWordsOf(now)) return;
  const key = keyOf(tx.workspaceId, now);
  const words = messageWords(now);
  if (words === '') {
    const { workspace_id, at, position } = key;
    await tx.db
      .deleteFrom('message_words')
      .where('workspace_id', '=', workspace_id)
      .where('at', '=', at)
      .where('position', '=', position)
      .execute();
    return;
  }
  await tx.db
    .insertInto('message_words')
    .values({ ...key, ...belonging(now), words })
    .onConflict((known) => known.columns(['workspace_id', 'at', 'position']).doUpdateSet({ words }))
    .execute();
}

export async function keepContactWords(tx: WriteTransaction, before: Contact | null, now: Contact): Promise<void> {
  if (before !== null && contactLines(before).join('\n') === contactLines(now).join('\n')) return;
  const words = contactWords(now);
  await tx.db
    .insertInto('contact_words')
    .values({ contact_id: now.id, workspace_id: tx.workspaceId, words })
    .onConflict((known) => known.column('contact_id').doUpdateSet({ words }))
    .execute();
}
