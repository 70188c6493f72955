import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { readSearch, searchedText } from '../../src-shared/rules/search-words.ts';
import { tsqueryOf } from '../search/words.ts';

const ACCENTED = 'áàâãäéèêëíìîïóòôõöúùûüçñ';
const PLAIN = 'aaaaaeeeeiiiiooooouuuucn';

/** Conversations whose contact, protocol or description has the words, as the history's search on a desktop reads them. */
export function hasText(workspaceId: string, text: string): RawBuilder<SqlBool> | null {
  const query = tsqueryOf(readSearch(text));
  if (query === null) return null;
  const described = searchedText(text, false).words.map(
    (word) =>
      sql`translate(lower(conversation.qualification->>'description'), ${ACCENTED}, ${PLAIN}) ~ ${`\\m${word.replace(/[^\p{L}\p{N}]/gu, '')}`}`,
  );
  return sql<SqlBool>`(conversation.contact_id IN (SELECT contact_id FROM contact_words
      WHERE workspace_id = ${workspaceId} AND words @@ ${query}::tsquery)
    OR conversation.id IN (SELECT conversation_id FROM protocol_words
      WHERE workspace_id = ${workspaceId} AND words @@ ${query}::tsquery)
    OR (${described.length === 0 ? sql`false` : sql.join(described, sql` AND `)}))`;
}
