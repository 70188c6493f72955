import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import type { Person } from '../../../src-shared/protocol/entities.ts';
import type { Attachments } from '../attachments/use-attachments.ts';
import { type Outcome, useRefusalWords, useServerAction } from '../outcome/server-action.ts';
import type { Unseen } from '../unseen.ts';
import type { Drafts } from './drafts.ts';
import type { EmailComposing } from './email/use-email.ts';
import { mentionedIds } from './mentions.ts';

interface Deps {
  conversationId: string;
  /** The conversation of the group through which an answer goes. */
  through: string;
  drafts: Drafts;
  attachments: Attachments;
  people: readonly Person[];
  quoted: MessageView | null;
  quoteSent(): void;
  unseen: Unseen;
  /** null: the answer does not go by e-mail. */
  email: EmailComposing | null;
}

export interface Sending {
  busy: boolean;
  /** Why the last try was not accepted, in words; the text is still in the field. */
  refused: string | null;
  dismiss(): void;
  /** So many messages stand between what the agent saw and what they wrote: it waits for a second word (B8). */
  stale: number | null;
  sendReply(): Promise<void>;
  sendAnyway(): Promise<void>;
  addNote(): Promise<void>;
}

/**
 * Hands over what was written. The field is emptied only after the engine has it in its outbox on disk, so a refusal,
 * or an engine that went away, costs nothing.
 */
export function useSend({
  conversationId,
  through,
  drafts,
  attachments,
  people,
  quoted,
  quoteSent,
  unseen,
  email,
}: Deps): Sending {
  const { t } = useTranslation('chat');
  const sendMessage = useServerAction('message.send');
  const sendNote = useServerAction('note.add');
  const refusalWords = useRefusalWords();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [stale, setStale] = useState<number | null>(null);
  // State would be a render late for two quick presses of Enter.
  const under = useRef(false);

  const accepted = (outcome: Outcome): boolean => {
    setRefused(
      outcome.ok ? null : outcome.reason === 'lost' ? t('composer.unknownOutcome') : refusalWords(outcome.reason),
    );
    return outcome.ok;
  };

  const once = async (work: () => Promise<void>) => {
    if (under.current) return;
    under.current = true;
    setBusy(true);
    await work().finally(() => {
      under.current = false;
      setBusy(false);
    });
  };

  const reply = async (confirmed: boolean) => {
    const news = confirmed ? 0 : unseen.now().length;
    setStale(news === 0 ? null : news);
    if (news > 0) return;
    const seen = confirmed ? null : unseen.seenPosition();
    const text = drafts.text(conversationId, 'reply') ?? '';
    const words = text.trim() === '' ? null : text.trim();
    const media = attachments.items.flatMap(({ upload, takesCaption }) =>
      upload.state === 'ready' && upload.mediaId !== null
        ? [{ uploadId: upload.id, mediaId: upload.mediaId, takesCaption, voice: upload.voice === true }]
        : [],
    );
    let quotedMessageId = quoted?.id ?? null;
    for (const { text: line, media: carried } of email === null ? inMessages(words, media) : [{ text: words, media }]) {
      const [first, ...more] = carried;
      const outcome = await sendMessage({
        conversationId: through,
        text: line,
        mediaId: first?.mediaId ?? null,
        quotedMessageId,
        ...(more.length > 0 && { moreMediaIds: more.map(({ mediaId }) => mediaId) }),
        ...(email !== null && { email: email.envelope }),
        ...(first?.voice === true && { voice: true }),
        ...(seen !== null && { seenPosition: seen }),
      });
      if (!accepted(outcome)) return;
      if (line !== null) drafts.takeOut(conversationId, 'reply', text);
      for (const { uploadId } of carried) attachments.used(uploadId);
      email?.sent();
      if (quotedMessageId !== null) quoteSent();
      quotedMessageId = null;
    }
  };

  const note = async () => {
    const text = drafts.text(conversationId, 'note') ?? '';
    if (text.trim() === '') return;
    const mentionIds = mentionedIds(text, people).slice(0, 50);
    if (accepted(await sendNote({ conversationId, text: text.trim(), mentionIds }))) {
      drafts.takeOut(conversationId, 'note', text);
    }
  };

  return {
    busy,
    refused,
    dismiss: () => setRefused(null),
    stale,
    sendReply: () => once(() => reply(false)),
    sendAnyway: () => once(() => reply(true)),
    addNote: () => once(note),
  };
}

interface Carried {
  uploadId: string;
  mediaId: string;
  takesCaption: boolean;
  voice: boolean;
}

/**
 * A message for each medium, for channels that take one. The words go below the first that may have some, in a message of
 * their own where there is none.
 */
function inMessages(words: string | null, media: readonly Carried[]): { text: string | null; media: Carried[] }[] {
  const captioned = words === null ? undefined : media.find((one) => one.takesCaption);
  return [
    ...(words !== null && captioned === undefined ? [{ text: words, media: [] }] : []),
    ...media.map((one) => ({ text: one === captioned ? words : null, media: [one] })),
  ];
}
