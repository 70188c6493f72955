import { type Expression, type SqlBool, sql } from 'kysely';

/** The message's medium, or one of its further files, has this id. */
export const carriesMedia = (mediaId: string) => (): Expression<SqlBool> =>
  sql<SqlBool>`((message.media IS NOT NULL AND message.media->>'id' = ${mediaId})
    OR (message.attachments <> '[]' AND message.attachments @> ${JSON.stringify([{ id: mediaId }])}::jsonb))`;
