import { type Kysely, sql } from 'kysely';
import type { EmailContent, EmailSend } from '../../src-shared/protocol/content.ts';
import type { Conversation } from '../../src-shared/protocol/entities.ts';
import { quoteWords, replySubject } from '../../src-shared/rules/email.ts';
import type { LiveConnection } from '../channels/connections.ts';
import { subjectOf } from '../conversations/email-envelope.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import type { Database } from '../store/database.ts';

const PLAIN: EmailSend = { subject: null, cc: [], bcc: [], quoteHistory: false };
const LONGEST_QUOTE = 60_000;

/** The envelope of a mail as it will go out and as the history shows it, decided when it is written. */
export async function emailContent(
  unit: WorkUnit,
  conversation: Conversation,
  connection: LiveConnection,
  wished: EmailSend = PLAIN,
): Promise<EmailContent> {
  const { db } = unit.tx;
  const contact = await unit.contact(conversation.contactId);
  const identity = contact?.identities.find(({ id }) => id === conversation.identityId);
  const from = connection.adapter.publicAddress(connection.settings);
  // The first mail of all answers nothing.
  const thread = (await subjectOf(db, conversation.id)) ?? (await lastForm(unit, conversation))?.form ?? null;
  const box = (address: string) => ({ address: address.toLowerCase(), name: null });
  return {
    type: 'email',
    subject: wished.subject ?? (thread === null ? '' : replySubject(thread)),
    from: from === null ? null : box(from),
    to: identity === undefined ? [] : [{ address: identity.address, name: identity.profileName }],
    cc: wished.cc.map(box),
    bcc: wished.bcc.map(box),
    quoted: wished.quoteHistory ? await lastWords(unit, conversation) : null,
    html: false,
    remoteImages: 0,
    automatic: false,
  };
}

/** The customer's last mail, quoted with what it quoted. */
async function lastWords(unit: WorkUnit, conversation: Conversation): Promise<string | null> {
  const { db, workspaceId } = unit.tx;
  const row = await db
    .selectFrom('message')
    .select(['text', 'content', 'created_at', 'provider_at'])
    .where('conversation_id', '=', conversation.id)
    .where('direction', '=', 'inbound')
    .where(sql<string>`content->>'type'`, '=', 'email')
    .orderBy('position', 'desc')
    .executeTakeFirst();
  if (row?.content?.type !== 'email') return (await lastForm(unit, conversation))?.words ?? null;
  const { from, quoted } = row.content;
  const words = [row.text, quoted].filter((part) => part !== null).join('\n\n');
  if (words === '') return null;
  const moment = await momentIn(db, workspaceId, row.provider_at ?? row.created_at);
  const who = from === null ? '' : from.name === null ? from.address : `${from.name} <${from.address}>`;
  return quoteWords(`Em ${moment}, ${who} escreveu:`, words).slice(0, LONGEST_QUOTE).toWellFormed();
}

/** What the customer filled in, where the mail answers a form that it is served as one with. */
async function lastForm(unit: WorkUnit, conversation: Conversation): Promise<{ form: string; words: string } | null> {
  const { db, workspaceId } = unit.tx;
  const group = await unit.groupOf(conversation);
  const row = await db
    .selectFrom('message')
    .select(['text', 'content', 'created_at'])
    .where(
      'conversation_id',
      'in',
      group.map(({ id }) => id),
    )
    .where(sql<string>`content->>'type'`, '=', 'form')
    .orderBy('position', 'desc')
    .executeTakeFirst();
  if (row?.content?.type !== 'form') return null;
  const { form, fields } = row.content;
  const answers = fields.map(({ name, value }) => `${name}: ${value}`);
  const words = [answers.join('\n'), row.text].filter((part) => part !== null && part !== '').join('\n\n');
  const introduction = `Em ${await momentIn(db, workspaceId, row.created_at)}, no formulário «${form}»:`;
  return { form, words: quoteWords(introduction, words).slice(0, LONGEST_QUOTE).toWellFormed() };
}

async function momentIn(db: Kysely<Database>, workspaceId: string, at: number): Promise<string> {
  const row = await db.selectFrom('workspace').select('time_zone').where('id', '=', workspaceId).executeTakeFirst();
  return new Intl.DateTimeFormat('pt-BR', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: row?.time_zone ?? 'UTC',
  }).format(at);
}
