import { type Kysely, sql } from 'kysely';
import type { Content, EmailContent } from '../../src-shared/protocol/content.ts';
import { replySubject } from '../../src-shared/rules/email.ts';
import type { OutboundEmail } from '../channels/contract.ts';
import type { Database } from '../store/database.ts';

/** How far back a thread is named; programs look at the last few only. */
const MOST_REFERENCES = 20;

/** The e-mails of a conversation, newest first: what a new one goes on from. */
async function mailsOf(db: Kysely<Database>, conversationId: string) {
  return db
    .selectFrom('message')
    .leftJoin('email_message as mail', (join) =>
      join
        .onRef('mail.connection_id', '=', 'message.connection_id')
        .onRef('mail.external_id', '=', 'message.external_id'),
    )
    .select(['message.id', 'message.direction', 'message.external_id', 'message.content', 'mail.thread'])
    .where('message.conversation_id', '=', conversationId)
    .where('message.channel', '=', 'email')
    .where('message.external_id', 'is not', null)
    .where('message.direction', 'in', ['inbound', 'outbound'])
    .orderBy('message.position', 'desc')
    .limit(MOST_REFERENCES)
    .execute();
}

/** The subject that the conversation's mail goes by; null: there was none yet. */
export async function subjectOf(db: Kysely<Database>, conversationId: string): Promise<string | null> {
  const row = await db
    .selectFrom('message')
    .select('content')
    .where('conversation_id', '=', conversationId)
    .where('content', 'is not', null)
    .where(sql<string>`content->>'type'`, '=', 'email')
    .orderBy('position', 'desc')
    .executeTakeFirst();
  return row?.content?.type === 'email' ? row.content.subject : null;
}

/**
 * What goes around a mail's text. It answers the mail that the agent quotes, or else the customer's last one; who wrote
 * without an envelope (an automation) answers under the conversation's subject.
 */
export async function emailEnvelope(
  db: Kysely<Database>,
  message: { conversationId: string; content: Content | null; quotedExternalId: string | null },
): Promise<OutboundEmail> {
  const written: EmailContent | null = message.content?.type === 'email' ? message.content : null;
  const mails = await mailsOf(db, message.conversationId);
  const answered =
    mails.find(({ external_id }) => external_id === message.quotedExternalId) ??
    mails.find(({ direction }) => direction === 'inbound') ??
    mails[0];
  const inReplyTo = answered?.external_id ?? null;
  const ids = [...(answered?.thread ?? []), ...mails.flatMap(({ external_id }) => external_id ?? []).reverse()];
  const earlier = [...new Set(ids)].filter((id) => id !== inReplyTo);
  return {
    subject: written?.subject ?? replySubject(await subjectOf(db, message.conversationId)),
    cc: written?.cc ?? [],
    bcc: written?.bcc ?? [],
    quoted: written?.quoted ?? null,
    inReplyTo: known(inReplyTo),
    // The one it answers is the last.
    references: [...earlier.slice(-MOST_REFERENCES), ...(inReplyTo === null ? [] : [inReplyTo])].flatMap(
      (id) => known(id) ?? [],
    ),
  };
}

/** An id of our own making, for mail that had none or one that two mails shared, says nothing to others. */
function known(externalId: string | null): string | null {
  if (externalId === null || /@(?:none|long)$/.test(externalId)) return null;
  return externalId.replace(/#[0-9a-f]{16}$/, '');
}
