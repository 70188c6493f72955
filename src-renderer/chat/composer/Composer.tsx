import { Button } from '@mantine/core';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  lazy,
  type Ref,
  Suspense,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView, MessageView } from '../../../src-shared/bridge/views.ts';
import { MAX_TEXT } from '../../../src-shared/protocol/commands.ts';
import type { Person } from '../../../src-shared/protocol/entities.ts';
import { textSize } from '../../../src-shared/rules/text-size.ts';
import { peopleOnlyFrom } from '../../../src-shared/rules/window.ts';
import { GrowingTextarea } from '../../ui/GrowingTextarea.tsx';
import { useCaret } from '../../ui/use-caret.ts';
import { AttachmentTray } from '../attachments/AttachmentTray.tsx';
import { textLimit } from '../attachments/limits.ts';
import type { Attachments } from '../attachments/use-attachments.ts';
import { VoiceRecorder } from '../recorder/VoiceRecorder.tsx';
import type { Unseen } from '../unseen.ts';
import type { ReplyWay } from '../way/use-reply-way.ts';
import { WaySelect } from '../way/WaySelect.tsx';
import { AttachButton } from './AttachButton.tsx';
import { canNote, type ReplyState } from './availability.ts';
import styles from './Composer.module.css';
import { ComposerNotices } from './ComposerNotices.tsx';
import type { Drafts, Side } from './drafts.ts';
import { EmailFields } from './email/EmailFields.tsx';
import { useEmail } from './email/use-email.ts';
import { MentionList, mentionOptionId } from './MentionList.tsx';
import { RoomLeft } from './RoomLeft.tsx';
import { replyWords } from './reply-words.ts';
import { SavedTextList, savedTextOptionId } from './SavedTextList.tsx';
import { SideTabs } from './SideTabs.tsx';
import { useDraftText } from './use-drafts.ts';
import { useMentions } from './use-mentions.ts';
import { useSavedTexts } from './use-saved-texts.ts';
import { useSend } from './use-send.ts';
import { useTyping } from './use-typing.ts';
import { WindowCountdown } from './WindowNotice.tsx';

const EmojiButton = lazy(() => import('./EmojiButton.tsx'));

const noBlanks: string[] = [];

/** What shortcuts and the palette may ask of the composer. */
export interface ComposerHandle {
  write(side: Side): void;
  attach(): void;
  emoji(): void;
  /** Opens the list of saved texts where the caret is. */
  savedTexts(): void;
}

interface Props {
  ref: Ref<ComposerHandle>;
  /** As the answer reaches it (`way.reached`). */
  conversation: ConversationView;
  /** As it is, where it came through what only receives. */
  form: ConversationView | null;
  way: ReplyWay;
  state: ReplyState;
  drafts: Drafts;
  attachments: Attachments;
  people: readonly Person[];
  quoted: MessageView | null;
  clearQuote(): void;
  take(): void;
  taking: boolean;
  unseen: Unseen;
}

/** Where the agent writes: to the customer («Responder») or to colleagues («Observação»). */
export function Composer({
  ref,
  conversation,
  form,
  way,
  state,
  drafts,
  attachments,
  people,
  quoted,
  clearQuote,
  take,
  taking,
  unseen,
}: Props) {
  const { t, i18n } = useTranslation('chat');
  const conversationId = conversation.id;
  const capabilities = conversation.connection?.capabilities ?? null;
  const panelId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const caret = useCaret(field);
  const fileInput = useRef<HTMLInputElement>(null);
  const [side, setSide] = useState<Side>('reply');
  const [emojiOpen, setEmojiOpen] = useState(false);
  const text = useDraftText(drafts, conversationId, side);
  const isReply = side === 'reply';
  const writable = isReply ? state.kind === 'open' : canNote(conversation);

  const put = (next: string, from: number, to = from) => {
    caret.place(from, to);
    drafts.write(conversationId, side, next);
  };
  const mentions = useMentions({ enabled: !isReply, people, text, put });
  const saved = useSavedTexts({ enabled: isReply && writable, conversation, text, put });
  const blanks = isReply && writable ? saved.filled.empty : noBlanks;
  const signalTyping = useTyping(way.conversationId, isReply && writable && (capabilities?.typing ?? false));
  const email = useEmail(way.conversationId, conversation, attachments);
  const sending = useSend({
    conversationId,
    through: way.conversationId,
    drafts,
    attachments,
    people,
    quoted,
    quoteSent: clearQuote,
    unseen,
    email,
  });

  const choose = (next: Side) => {
    drafts.flush();
    mentions.close();
    saved.close();
    setSide(next);
  };
  // Whoever picks a side writes next. Were the focus elsewhere, the first letters would be lost, or be a shortcut that
  // leads back to the other side: a note must never end up with the customer.
  const write = (next: Side) => {
    choose(next);
    caret.focus();
  };
  const insertSlash = () => {
    const now = drafts.text(conversationId, 'reply') ?? '';
    const at = isReply ? (field.current?.selectionStart ?? now.length) : now.length;
    const slash = at === 0 || /\s/.test(now.charAt(at - 1)) ? '/' : ' /';
    const next = now.slice(0, at) + slash + now.slice(at);
    caret.place(at + slash.length);
    drafts.write(conversationId, 'reply', next);
    saved.look(next, at + slash.length);
  };
  useImperativeHandle(ref, () => ({
    write,
    attach() {
      choose('reply');
      if (state.kind === 'open') fileInput.current?.click();
    },
    emoji: () => setEmojiOpen(true),
    savedTexts() {
      write('reply');
      if (state.kind === 'open') insertSlash();
    },
  }));

  // An answer to a message is begun by quoting it.
  useEffect(() => {
    if (quoted === null) return;
    setSide('reply');
    requestAnimationFrame(() => field.current?.focus());
  }, [quoted]);

  const limit =
    isReply && capabilities !== null
      ? textLimit(
          capabilities,
          attachments.items.some((item) => item.takesCaption),
        )
      : MAX_TEXT;
  const left = limit - (isReply && capabilities !== null ? textSize(text.trim(), capabilities) : text.trim().length);
  const peopleFrom = peopleOnlyFrom(conversation.lastInboundAt, capabilities);
  const somethingToSend =
    text.trim() !== '' || (isReply && attachments.items.some((item) => item.upload.state === 'ready'));
  const waiting = isReply && attachments.uploading;
  const fits =
    !isReply ||
    (attachments.items.every(({ misfit }) => misfit === null) && (email === null || email.problem === null));
  const sendable = writable && somethingToSend && fits && left >= 0 && blanks.length === 0 && !sending.busy && !waiting;
  const submit = () => {
    if (!sendable) return;
    // A variable that was typed by hand means the same as one that was inserted.
    if (isReply && saved.filled.text !== text) drafts.write(conversationId, side, saved.filled.text);
    void (isReply ? sending.sendReply() : sending.addNote());
  };
  const goToBlank = () => {
    const at = /\{\{[^{}]*\}\}/.exec(text);
    field.current?.focus();
    if (at !== null) field.current?.setSelectionRange(at.index, at.index + at[0].length);
  };

  const keyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an accent or a suggestion is being composed, Enter belongs to the keyboard.
    if (event.nativeEvent.isComposing) return;
    const at = event.currentTarget.selectionStart;
    if (mentions.key(event, at) || saved.key(event, at)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      submit();
    }
  };
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (!isReply || files.length === 0) return;
    event.preventDefault();
    attachments.add(files);
  };
  const insert = (words: string) => {
    const from = field.current?.selectionStart ?? text.length;
    const to = field.current?.selectionEnd ?? from;
    put(text.slice(0, from) + words + text.slice(to), from + words.length);
  };

  const invitation = isReply
    ? replyWords(state, conversation.title, conversation.assigneeName, t)
    : t(writable ? 'composer.notePlaceholder' : 'composer.noteClosed');
  const activeMention = mentions.open ? mentions.found[mentions.active] : undefined;
  const listId = `${panelId}-list`;
  const activeSaved = saved.open ? saved.found[saved.active] : undefined;
  const listed =
    activeMention !== undefined
      ? mentionOptionId(listId, activeMention)
      : activeSaved !== undefined
        ? savedTextOptionId(listId, activeSaved)
        : undefined;
  return (
    <section className={styles.composer} data-side={side} data-writable={writable} aria-label={t('composer.label')}>
      <SideTabs side={side} choose={choose} write={write} panelId={panelId} />
      {isReply && <WaySelect way={way} conversationId={conversationId} />}
      <ComposerNotices
        conversation={conversation}
        form={form}
        state={state}
        isReply={isReply}
        drafts={drafts}
        attachments={attachments}
        sending={sending}
        quoted={quoted}
        clearQuote={clearQuote}
        held={!writable && text !== '' ? invitation : null}
        blanks={blanks}
        goToBlank={goToBlank}
      />
      {isReply && email !== null && <EmailFields email={email} disabled={!writable} />}
      {isReply && <AttachmentTray attachments={attachments} />}
      <div id={panelId} role="tabpanel" aria-labelledby={`${panelId}-${side}`} className={styles.panel}>
        {mentions.open && (
          <MentionList
            id={listId}
            people={mentions.found}
            active={mentions.active}
            choose={(person) => mentions.choose(person, field.current?.selectionStart ?? text.length)}
          />
        )}
        {saved.open && (
          <SavedTextList
            id={listId}
            texts={saved.found}
            active={saved.active}
            preview={saved.preview}
            choose={(one) => saved.choose(one, field.current?.selectionStart ?? text.length)}
          />
        )}
        <GrowingTextarea
          ref={field}
          variant="unstyled"
          minRows={2}
          maxRows={10}
          spellCheck
          lang={i18n.language}
          fieldClass={styles.input}
          aria-label={t(isReply ? 'composer.replyField' : 'composer.noteField')}
          aria-autocomplete="list"
          aria-controls={mentions.open || saved.open ? listId : undefined}
          aria-activedescendant={listed}
          placeholder={invitation}
          disabled={!writable}
          value={text}
          onChange={(event) => {
            const { value, selectionStart } = event.currentTarget;
            drafts.write(conversationId, side, value);
            mentions.look(value, selectionStart);
            saved.look(value, selectionStart);
            signalTyping();
          }}
          onSelect={(event) => {
            const { value, selectionStart } = event.currentTarget;
            mentions.look(value, selectionStart);
            saved.look(value, selectionStart);
          }}
          onBlur={() => {
            mentions.close();
            saved.close();
          }}
          onKeyDown={keyDown}
          onPaste={paste}
        />
      </div>
      <div className={styles.tools}>
        {isReply && capabilities !== null && capabilities.media.length > 0 && (
          <AttachButton
            input={fileInput}
            capabilities={capabilities}
            disabled={!writable}
            add={(files) => attachments.add(files)}
          />
        )}
        {isReply && capabilities?.voice.includes('audio/ogg') === true && (
          <VoiceRecorder
            key={conversationId}
            conversationId={way.conversationId}
            attachments={attachments}
            quotedMessageId={quoted?.id ?? null}
            quoteSent={clearQuote}
            enabled={writable}
          />
        )}
        <Suspense fallback={<span className={styles.iconPlace} />}>
          <EmojiButton disabled={!writable} opened={emojiOpen && writable} setOpened={setEmojiOpen} insert={insert} />
        </Suspense>
        <span className={styles.space} />
        <RoomLeft left={left} limit={limit} />
        {isReply && writable && conversation.windowEndsAt !== null && (
          <WindowCountdown endsAt={conversation.windowEndsAt} peopleFrom={peopleFrom} />
        )}
        {waiting && <span className={styles.left}>{t('composer.waitUpload')}</span>}
        {isReply && state.kind === 'not-mine' && state.canTake && (
          <Button variant="filled" loading={taking} onClick={take}>
            {t('header.take')}
          </Button>
        )}
        {!(isReply && state.kind === 'not-mine' && state.canTake) && (
          <Button variant="filled" disabled={!sendable} loading={sending.busy} onClick={submit}>
            {t(isReply ? 'composer.send' : 'composer.addNote')}
          </Button>
        )}
      </div>
    </section>
  );
}
