import { type Kysely, sql } from 'kysely';
import type { SentTemplate } from '../../src-shared/protocol/content.ts';
import type { Media } from '../../src-shared/protocol/entities.ts';
import type { ChosenTemplate, Template, TemplateValues } from '../../src-shared/protocol/templates.ts';
import { checkTemplateValues, fillTemplate, isSendable } from '../../src-shared/rules/template.ts';
import type { LiveConnection } from '../channels/connections.ts';
import type { Database } from '../store/database.ts';
import { type Refused, refused } from './handler.ts';

/** A template ready to become a message: as the customer will read it, with what it was filled with. */
export interface ReadyTemplate {
  ok: true;
  text: string;
  media: Media | null;
  content: SentTemplate;
}

/**
 * Checks what was chosen against the connection's own templates and the provider's rules. `detail` of `template-values`
 * names what is wrong, never the words: `body.1 newline`.
 */
export async function readyTemplate(
  at: { db: Kysely<Database>; workspaceId: string },
  deps: { media(workspaceId: string, mediaId: string, db: Kysely<Database>): Promise<Media | null> },
  connection: LiveConnection,
  chosen: ChosenTemplate,
): Promise<ReadyTemplate | Refused> {
  const row = await at.db
    .selectFrom('template')
    .select('data')
    .where('workspace_id', '=', at.workspaceId)
    .where('connection_id', '=', connection.id)
    .where('id', '=', chosen.templateId)
    .executeTakeFirst();
  const template = row?.data;
  if (template === undefined || !isSendable(template)) return refused('template-unavailable');
  const values = ownValues(template, chosen.values);
  const [problem] = checkTemplateValues(template, values);
  if (problem !== undefined) return refused('template-values', `${problem.part}.${problem.key} ${problem.problem}`);

  const kind = template.header?.kind;
  let media: Media | null = null;
  if (values.mediaId !== null) {
    media = await deps.media(at.workspaceId, values.mediaId, at.db);
    if (media === null || media.state !== 'ready' || (await isCarried(at, media.id)))
      return refused('not-found', 'media');
    if (!accepts(connection, kind, media)) return refused('media-not-allowed', media.mime);
  }
  const { header, body, footer, buttons } = fillTemplate(template, values);
  return {
    ok: true,
    text: body,
    media,
    content: {
      type: 'template',
      templateId: template.id,
      name: template.name,
      language: template.language,
      header,
      footer,
      buttons: buttons.map((button) => ({ kind: button.kind, text: button.text })),
      values,
    },
  };
}

/** Only what the template has places for: the rest would be kept for nothing. */
function ownValues(template: Template, values: TemplateValues): TemplateValues {
  const pick = (from: Record<string, string>, keys: string[]): Record<string, string> =>
    Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(from, key) ? [[key, from[key] ?? '']] : [])));
  const { header } = template;
  const takesMedia = header !== null && header.kind !== 'text' && header.kind !== 'location';
  return {
    header:
      header?.kind === 'text'
        ? pick(
            values.header,
            header.parameters.map(({ key }) => key),
          )
        : {},
    body: pick(
      values.body,
      template.body.parameters.map(({ key }) => key),
    ),
    buttons: pick(
      values.buttons,
      template.buttons.flatMap((button, index) => (button.parameter === null ? [] : [String(index)])),
    ),
    mediaId: takesMedia ? values.mediaId : null,
    location: header?.kind === 'location' ? values.location : null,
  };
}

/** A file is sent once: an id that a message carries could be of a conversation this agent may not see. */
async function isCarried(at: { db: Kysely<Database>; workspaceId: string }, mediaId: string): Promise<boolean> {
  const row = await at.db
    .selectFrom('message')
    .select('id')
    .where('workspace_id', '=', at.workspaceId)
    .where('media', 'is not', null)
    .where(sql<string>`media->>'id'`, '=', mediaId)
    .executeTakeFirst();
  return row !== undefined;
}

const accepts = (connection: LiveConnection, kind: string | undefined, media: Media): boolean =>
  connection.capabilities.media.some(
    (allowed) => allowed.kind === kind && allowed.mimes.includes(media.mime) && media.bytes <= allowed.maxBytes,
  );
