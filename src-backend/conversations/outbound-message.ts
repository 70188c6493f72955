import type { Kysely } from 'kysely';
import type { Content } from '../../src-shared/protocol/content.ts';
import type { Media, MessageKind } from '../../src-shared/protocol/entities.ts';
import { type Template, templateValuesSchema } from '../../src-shared/protocol/templates.ts';
import { checkTemplateValues, isSendable, type TemplateProblem } from '../../src-shared/rules/template.ts';
import type { ConnectionDirectory, LiveConnection } from '../channels/connections.ts';
import type { OutboundFile, OutboundMessage, Sender } from '../channels/contract.ts';
import type { Database } from '../store/database.ts';
import { emailEnvelope } from './email-envelope.ts';

/** A queued message as its channel takes it, or why it can no longer be sent. */
export type Departure =
  | { ok: true; connection: LiveConnection; message: OutboundMessage }
  | { ok: false; code: string; detail: string | null };

export interface DepartureDeps {
  db: Kysely<Database>;
  connections: Pick<ConnectionDirectory, 'byId'>;
  readMedia: (workspaceId: string, mediaId: string) => Promise<Uint8Array>;
}

type SentKind = OutboundMessage['kind'];
const sentKinds = new Set<MessageKind>(['text', 'image', 'video', 'audio', 'document', 'sticker', 'template']);
const isSentKind = (kind: MessageKind): kind is SentKind => sentKinds.has(kind);

/**
 * Reads a message with everything its sending needs. A template is taken as it is now and not as it was when chosen: the
 * provider may have paused it meanwhile, or changed its words.
 */
export async function prepareDeparture(
  { db, connections, readMedia }: DepartureDeps,
  workspaceId: string,
  messageId: string,
): Promise<Departure> {
  const row = await db
    .selectFrom('message')
    .innerJoin('identity', 'identity.id', 'message.identity_id')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .leftJoin('person', 'person.id', 'message.author_id')
    // A message of another connection cannot be quoted here: the provider would not know it.
    .leftJoin('message as quoted', (join) =>
      join
        .onRef('quoted.id', '=', 'message.quoted_message_id')
        .onRef('quoted.connection_id', '=', 'message.connection_id'),
    )
    .select([
      'message.connection_id',
      'message.conversation_id',
      'message.author_id',
      'message.attachments',
      'message.kind',
      'message.text',
      'message.media',
      'message.content',
      'conversation.last_inbound_at',
      'identity.address',
      'identity.phone',
      'identity.profile_name',
      'person.name as author_name',
      'person.email as author_email',
      'quoted.external_id as quoted_external_id',
    ])
    .where('message.workspace_id', '=', workspaceId)
    .where('message.id', '=', messageId)
    .executeTakeFirst();
  const connection = row === undefined ? null : connections.byId(row.connection_id);
  if (row === undefined || connection === null) return { ok: false, code: 'no-connection', detail: null };
  if (!isSentKind(row.kind)) return { ok: false, code: '131051', detail: row.kind };
  const filled: Filled =
    row.kind === 'template' ? await templateOf(db, workspaceId, connection.id, row.content) : { ok: true, value: null };
  if (!filled.ok) return filled;
  const to: Sender = { address: row.address, phone: row.phone, profileName: row.profile_name };
  const { media } = row;
  const file = (one: Media): OutboundFile => ({
    mime: one.mime,
    name: one.name,
    read: () => readMedia(workspaceId, one.id),
  });
  return {
    ok: true,
    connection,
    message: {
      id: messageId,
      to,
      kind: row.kind,
      template: filled.value,
      // A template's words are the provider's; ours are how the history shows it.
      text: row.kind === 'template' ? null : row.text,
      media: media === null ? null : { ...file(media), voice: media.voice },
      quotedExternalId: row.quoted_external_id,
      lastInboundAt: row.last_inbound_at,
      authorName: row.author_name,
      authorEmail: row.author_email,
      ...(row.author_id === null ? { automatic: true } : {}),
      ...(row.attachments.length === 0 ? {} : { attachments: row.attachments.map(file) }),
      ...(connection.channel !== 'email'
        ? {}
        : {
            email: await emailEnvelope(db, {
              conversationId: row.conversation_id,
              content: row.content,
              quotedExternalId: row.quoted_external_id,
            }),
          }),
    },
  };
}

type Filled =
  | { ok: true; value: NonNullable<OutboundMessage['template']> | null }
  | { ok: false; code: string; detail: string | null };

async function templateOf(
  db: Kysely<Database>,
  workspaceId: string,
  connectionId: string,
  content: Content | null,
): Promise<Filled> {
  if (content?.type !== 'template') return { ok: false, code: '132000', detail: null };
  const values = templateValuesSchema.safeParse(content.values);
  if (!values.success) return { ok: false, code: '132000', detail: null };
  const row = await db
    .selectFrom('template')
    .select('data')
    .where('workspace_id', '=', workspaceId)
    .where('connection_id', '=', connectionId)
    .where('id', '=', content.templateId)
    .executeTakeFirst();
  const template = row?.data ?? null;
  if (template === null || !isSendable(template)) return { ok: false, code: unsendableCode(template), detail: null };
  const [problem] = checkTemplateValues(template, values.data);
  if (problem !== undefined) {
    return {
      ok: false,
      code: problemCodes[problem.problem],
      detail: `${problem.part}.${problem.key} ${problem.problem}`,
    };
  }
  return { ok: true, value: { template, values: values.data } };
}

/** What the provider would answer, so that the agent reads the same reason whoever noticed first. */
function unsendableCode(template: Template | null): string {
  if (template?.status === 'paused') return '132015';
  return template?.status === 'disabled' ? '132016' : '132001';
}

const problemCodes: Record<TemplateProblem['problem'], string> = {
  empty: '132000',
  newline: '132018',
  tab: '132018',
  spaces: '132018',
  'too-long': '132005',
  'missing-media': '132012',
  'missing-location': '132012',
};
