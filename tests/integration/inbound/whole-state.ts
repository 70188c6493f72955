import type { Selectable } from 'kysely';
import { preview } from '../../../src-backend/conversations/preview.ts';
import type { ConversationTable, MessageTable } from '../../../src-backend/store/database.ts';
import { toMessage } from '../../../src-backend/store/entities/message.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { phoneVariants } from '../../../src-shared/rules/phone.ts';

/**
 * Everything that arrivals leave in the database, comparable between two runs: ids we made are replaced by what the
 * provider calls the same thing. Left out is what the order of arrival decides by design: positions, versions, protocol
 * numbers and which message is the last (of these the rules are checked instead), and which spelling of a number came first.
 */
export async function wholeState(store: Store): Promise<Record<string, unknown[]>> {
  const { db } = store;
  const spelling = (address: string) => phoneVariants(address).toSorted()[0] ?? address;
  const identities = await db.selectFrom('identity').selectAll().execute();
  const identityName = new Map(identities.map((row) => [row.id, spelling(row.address)]));
  const contactName = new Map(
    [...Map.groupBy(identities, (row) => row.contact_id)].map(([id, rows]) => [
      id,
      rows
        .map((row) => spelling(row.address))
        .toSorted()
        .join('+'),
    ]),
  );
  const connections = new Map(
    (await db.selectFrom('connection').select(['id', 'name']).execute()).map((row) => [row.id, row.name]),
  );
  const conversations = await db.selectFrom('conversation').selectAll().execute();
  const conversationName = new Map(
    conversations.map((row) => [row.id, `${contactName.get(row.contact_id)} by ${connections.get(row.connection_id)}`]),
  );
  const messages = await db.selectFrom('message').selectAll().orderBy('position').execute();
  const messageName = new Map(
    messages.map((row) => [
      row.id,
      row.external_id ?? `${JSON.stringify(row.activity)} in ${conversationName.get(row.conversation_id)}`,
    ]),
  );
  const media = await db.selectFrom('media').selectAll().execute();
  const mediaName = new Map(
    messages.flatMap((row) =>
      [row.media, ...row.attachments].flatMap((one, place) =>
        one === null ? [] : [[one.id, place === 0 ? messageName.get(row.id) : `${messageName.get(row.id)} ${place}`]],
      ),
    ),
  );

  checkRules(conversations, messages);
  return {
    contacts: sorted(
      (await db.selectFrom('contact').selectAll().execute()).map(({ id, version: _version, ...row }) => ({
        ...row,
        id: contactName.get(id),
        root_id: contactName.get(row.root_id),
      })),
    ),
    identities: sorted(
      identities.map(({ id: _id, contact_id, address, phone, ...row }) => ({
        ...row,
        address: spelling(address),
        phone: phone === null ? null : spelling(phone),
        contact: contactName.get(contact_id),
      })),
    ),
    conversations: sorted(
      conversations.map(({ id, protocol: _protocol, version: _version, last_message: _last, ...row }) => ({
        ...row,
        id: conversationName.get(id),
        contact_id: contactName.get(row.contact_id),
        identity_id: identityName.get(row.identity_id),
        connection_id: connections.get(row.connection_id),
        department_id: null,
        workspace_id: null,
      })),
    ),
    messages: sorted(
      messages.map(({ id, position: _position, version: _version, ...row }) => ({
        ...row,
        id: messageName.get(id),
        conversation_id: conversationName.get(row.conversation_id),
        // The line of the queue names the address by which the conversation began.
        identity_id: row.activity?.type === 'queued' ? null : identityName.get(row.identity_id),
        connection_id: connections.get(row.connection_id),
        quoted_message_id: row.quoted_message_id === null ? null : messageName.get(row.quoted_message_id),
        media: row.media === null ? null : { ...row.media, id: mediaName.get(row.media.id) },
        attachments: row.attachments.map((one) => ({ ...one, id: mediaName.get(one.id) })),
        activity: row.activity?.type === 'queued' ? 'queued' : row.activity,
        workspace_id: null,
      })),
    ),
    changes: sorted(
      (await db.selectFrom('message_change').selectAll().execute()).map(({ id: _id, ...row }) => ({
        ...row,
        connection_id: connections.get(row.connection_id),
        workspace_id: null,
      })),
    ),
    parked: sorted(
      (await db.selectFrom('parked_status').selectAll().execute()).map((row) => ({
        ...row,
        connection_id: connections.get(row.connection_id),
        workspace_id: null,
      })),
    ),
    watermarks: sorted(
      (await db.selectFrom('watermark').selectAll().execute()).map((row) => ({
        ...row,
        connection_id: connections.get(row.connection_id),
        workspace_id: null,
      })),
    ),
    media: sorted(
      media.map((row) => ({
        ...row,
        id: mediaName.get(row.id),
        connection_id: row.connection_id === null ? null : connections.get(row.connection_id),
        workspace_id: null,
      })),
    ),
    contents: sorted(await db.selectFrom('media_content').select('sha256').execute()),
    backlog: await db.selectFrom('inbound').selectAll().execute(),
  };
}

/** What the order of arrival decides must at least agree with itself. */
function checkRules(
  conversations: readonly Selectable<ConversationTable>[],
  inOrder: readonly Selectable<MessageTable>[],
): void {
  const protocols = new Set(conversations.map(({ protocol }) => protocol));
  if (protocols.size !== conversations.length) throw new Error('two conversations have one protocol number');
  const last = new Map(
    inOrder.flatMap((row) => (row.direction === 'activity' ? [] : [[row.conversation_id, preview(toMessage(row))]])),
  );
  for (const { id, last_message: shown } of conversations) {
    if (JSON.stringify(sortedKeys(shown)) !== JSON.stringify(sortedKeys(last.get(id) ?? null)))
      throw new Error(`a card shows another message than the last: ${JSON.stringify([shown, last.get(id)])}`);
  }
}

const sortedKeys = (value: object | null) => Object.entries(value ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));

const sorted = <T>(rows: T[]): T[] => rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
