import { wordsOrNull } from '../webhook-fields.ts';

/** What Instagram and Messenger call the reactions that they have names for. Source: «message_reactions», v26. */
const named: Record<string, string> = {
  love: '❤️',
  like: '👍',
  dislike: '👎',
  smile: '😆',
  sad: '😢',
  wow: '😮',
  angry: '😠',
};

/** null: neither an emoji nor a name that anybody knows. */
export const emojiNamed = (emoji: string | undefined, name: string | undefined): string | null =>
  wordsOrNull(emoji, 32) ?? named[name ?? ''] ?? null;
