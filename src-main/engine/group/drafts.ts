import type { CacheReader, DraftSide, Stored, UserData, UserDataReader } from '../cache/api.ts';

/**
 * Drafts belong to the conversation that is shown. What was being written in one before it was merged goes on in that one
 * as soon as something is written there; until then it stays where it is, and is there again if they are separated.
 */
type Groups = Pick<CacheReader, 'shownIn' | 'groupOf'>;

const groupOf = (groups: Groups, conversationId: string): string[] => groups.groupOf(groups.shownIn(conversationId));

export function readDraft(groups: Groups, user: UserDataReader, conversationId: string, side: DraftSide): string {
  for (const id of groupOf(groups, conversationId)) {
    const text = user.draft(id, side);
    if (text !== '') return text;
  }
  return '';
}

export function saveDraft(
  groups: Groups,
  { reader, writer }: Pick<UserData, 'reader' | 'writer'>,
  draft: { conversationId: string; side: DraftSide; text: string; at: number },
): Stored<null> {
  const { side, text, at } = draft;
  const [rootId = draft.conversationId, ...others] = groupOf(groups, draft.conversationId);
  const stored = writer.saveDraft(rootId, side, text, at);
  if (!stored.ok) return stored;
  for (const id of others) {
    if (reader.draft(id, side) !== '') writer.saveDraft(id, side, '', at);
  }
  return stored;
}
