import type { Conversation, Message } from '../../src-shared/protocol/entities.ts';

const PREVIEW_LENGTH = 200;

/** What the list shows of a message: one line, cut short. */
export function preview(message: Message): NonNullable<Conversation['lastMessage']> {
  return {
    id: message.id,
    direction: message.direction,
    kind: message.kind,
    text: oneLine(message.text ?? message.unknownKind ?? subjectOf(message)),
    at: message.createdAt,
    status: message.status,
  };
}

/** Of what has no text. */
function subjectOf({ content }: Message): string {
  if (content?.type === 'email') return content.subject;
  return content?.type === 'form' ? content.fields.map(({ value }) => value).join(' · ') : '';
}

function oneLine(text: string): string {
  const line = text
    .slice(0, PREVIEW_LENGTH * 4)
    .replace(/\s+/g, ' ')
    .trim();
  return [...line].slice(0, PREVIEW_LENGTH / 2).join('');
}
