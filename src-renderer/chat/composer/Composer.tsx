import { ActionIcon, Button, CloseButton, Textarea } from '@mantine/core';
import { Paperclip, Reply, WifiOff } from 'lucide-react';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  lazy,
  type Ref,
  Suspense,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView, MessageView } from '../../../src-shared/bridge/views.ts';
import { MAX_TEXT } from '../../../src-shared/protocol/commands.ts';
import type { Person } from '../../../src-shared/protocol/entities.ts';
import { AttachmentTray } from '../attachments/AttachmentTray.tsx';
import { acceptedTypes, textLimit } from '../attachments/limits.ts';
import type { Attachments } from '../attachments/use-attachments.ts';
import { useExcerpt } from '../message/Quoted.tsx';
import { canNote, type ReplyState } from './availability.ts';
import styles from './Composer.module.css';
import { Conflicts } from './Conflicts.tsx';
import type { Drafts, Side } from './drafts.ts';
import { MentionList, mentionOptionId } from './MentionList.tsx';
import { replyWords } from './reply-words.ts';
import { SideTabs } from './SideTabs.tsx';
import { useDraftProblem, useDraftText } from './use-drafts.ts';
import { useMentions } from './use-mentions.ts';
import { useSend } from './use-send.ts';
import { useTyping } from './use-typing.ts';

const EmojiButton = lazy(() => import('./EmojiButton.tsx'));

/** What shortcuts and the palette may ask of the composer. */
export interface ComposerHandle {
  write(side: Side): void;
  attach(): void;
  emoji(): void;
}

interface Props {
  ref: Ref<ComposerHandle>;
  conversation: ConversationView;
  state: ReplyState;
  drafts: Drafts;
  attachments: Attachments;
  people: readonly Person[];
  quoted: MessageView | null;
  clearQuote(): void;
  take(): void;
  taking: boolean;
}

/** Where the agent writes: to the customer («Responder») or to colleagues («Observação»). */
export function Composer(props: Props) {
  const { conversation, state, drafts, attachments, people, quoted, clearQuote } = props;
  const { t, i18n } = useTranslation('chat');
  const conversationId = conversation.id;
  const capabilities = conversation.connection?.capabilities ?? null;
  const panelId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const fileInput = useRef<HTMLInputElement>(null);
  const [side, setSide] = useState<Side>('reply');
  const [emojiOpen, setEmojiOpen] = useState(false);
  const text = useDraftText(drafts, conversationId, side);
  const draftProblem = useDraftProblem(drafts);
  const excerpt = useExcerpt();
  const isReply = side === 'reply';
  const writable = isReply ? state.kind === 'open' : canNote(conversation);

  // The caret is placed with the text, before the next key can come.
  const caretAt = useRef<number | null>(null);
  const focusWanted = useRef(false);
  useLayoutEffect(() => {
    if (focusWanted.current) {
      focusWanted.current = false;
      field.current?.focus();
    }
    if (caretAt.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(caretAt.current, caretAt.current);
    caretAt.current = null;
  });
  const put = (next: string, caret: number) => {
    caretAt.current = caret;
    drafts.write(conversationId, side, next);
  };
  const mentions = useMentions({ enabled: !isReply, people, text, put });
  const signalTyping = useTyping(conversationId, isReply && writable && (capabilities?.typing ?? false));
  const sending = useSend({ conversationId, drafts, attachments, people, quoted, quoteSent: clearQuote });

  const choose = (next: Side) => {
    drafts.flush();
    mentions.close();
    setSide(next);
  };
  // Whoever picks a side writes next. Were the focus elsewhere, the first letters would be lost, or be a shortcut that
  // leads back to the other side: a note must never end up with the customer.
  const write = (next: Side) => {
    focusWanted.current = true;
    choose(next);
    field.current?.focus();
  };
  useImperativeHandle(props.ref, () => ({
    write,
    attach() {
      choose('reply');
      if (state.kind === 'open') fileInput.current?.click();
    },
    emoji: () => setEmojiOpen(true),
  }));

  // An answer to a message is begun by quoting it.
  useEffect(() => {
    if (quoted === null) return;
    setSide('reply');
    requestAnimationFrame(() => field.current?.focus());
  }, [quoted]);

  const limit = isReply && capabilities !== null ? textLimit(capabilities, attachments.items.length > 0) : MAX_TEXT;
  const left = limit - text.trim().length;
  const somethingToSend =
    text.trim() !== '' || (isReply && attachments.items.some((item) => item.upload.state === 'ready'));
  const waiting = isReply && attachments.uploading;
  const sendable = writable && somethingToSend && left >= 0 && !sending.busy && !waiting;
  const submit = () => {
    if (sendable) void (isReply ? sending.sendReply() : sending.addNote());
  };

  const keyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an accent or a suggestion is being composed, Enter belongs to the keyboard.
    if (event.nativeEvent.isComposing) return;
    if (mentions.key(event, event.currentTarget.selectionStart)) return;
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
  const activeMention = mentions.open ? mentions.people[mentions.active] : undefined;
  const listId = `${panelId}-mentions`;
  return (
    <section className={styles.composer} data-side={side} data-writable={writable} aria-label={t('composer.label')}>
      <SideTabs side={side} choose={choose} write={write} panelId={panelId} />
      <Conflicts conversationId={conversationId} drafts={drafts} />
      {attachments.problems.map((problem) => (
        <div key={problem.id} className={styles.notice} data-tone="bad" role="alert">
          <span>{problem.words}</span>
          <CloseButton size={24} aria-label={t('composer.dismiss')} onClick={() => attachments.dismiss(problem.id)} />
        </div>
      ))}
      {sending.refused !== null && (
        <div className={styles.notice} data-tone="bad" role="alert">
          <span>{sending.refused}</span>
          <CloseButton size={24} aria-label={t('composer.dismiss')} onClick={sending.dismiss} />
        </div>
      )}
      {draftProblem !== null && (
        <div className={styles.notice} data-tone="warn" role="status">
          <span>{t(`composer.draft.${draftProblem}`)}</span>
        </div>
      )}
      {isReply && !writable && text !== '' && (
        <div className={styles.notice} data-tone="warn" role="status">
          {state.kind === 'offline' && <WifiOff size={16} aria-hidden="true" />}
          <span>{invitation}</span>
        </div>
      )}
      {isReply && quoted !== null && (
        <div className={styles.quote}>
          <Reply size={16} aria-hidden="true" />
          <span>
            <b>{t('composer.quoting', { author: quoted.authorName ?? conversation.title })}</b>
            {excerpt(quoted)}
          </span>
          <CloseButton size={28} aria-label={t('composer.cancelQuote')} onClick={clearQuote} />
        </div>
      )}
      {isReply && <AttachmentTray attachments={attachments} />}
      <div id={panelId} role="tabpanel" aria-labelledby={`${panelId}-${side}`} className={styles.panel}>
        {mentions.open && (
          <MentionList
            id={listId}
            people={mentions.people}
            active={mentions.active}
            choose={(person) => mentions.choose(person, field.current?.selectionStart ?? text.length)}
          />
        )}
        <Textarea
          ref={field}
          variant="unstyled"
          autosize
          minRows={2}
          maxRows={10}
          spellCheck
          lang={i18n.language}
          classNames={{ input: styles.input }}
          aria-label={t(isReply ? 'composer.replyField' : 'composer.noteField')}
          aria-autocomplete={isReply ? undefined : 'list'}
          aria-controls={mentions.open ? listId : undefined}
          aria-activedescendant={activeMention === undefined ? undefined : mentionOptionId(listId, activeMention)}
          placeholder={invitation}
          disabled={!writable}
          value={text}
          onChange={(event) => {
            const { value, selectionStart } = event.currentTarget;
            drafts.write(conversationId, side, value);
            mentions.look(value, selectionStart);
            signalTyping();
          }}
          onSelect={(event) => mentions.look(event.currentTarget.value, event.currentTarget.selectionStart)}
          onBlur={() => mentions.close()}
          onKeyDown={keyDown}
          onPaste={paste}
        />
      </div>
      <div className={styles.tools}>
        {isReply && capabilities !== null && capabilities.media.length > 0 && (
          <>
            <ActionIcon
              aria-label={t('composer.attach')}
              title={t('composer.attach')}
              disabled={!writable}
              onClick={() => fileInput.current?.click()}
            >
              <Paperclip size={18} strokeWidth={1.75} />
            </ActionIcon>
            <input
              ref={fileInput}
              type="file"
              hidden
              multiple
              aria-label={t('composer.attach')}
              accept={acceptedTypes(capabilities)}
              onChange={(event) => {
                attachments.add([...(event.currentTarget.files ?? [])]);
                // The same file may be chosen again.
                event.currentTarget.value = '';
              }}
            />
          </>
        )}
        <Suspense fallback={<span className={styles.iconPlace} />}>
          <EmojiButton disabled={!writable} opened={emojiOpen && writable} setOpened={setEmojiOpen} insert={insert} />
        </Suspense>
        <span className={styles.space} />
        {left < 0 ? (
          <span className={styles.over} role="status">
            {t('composer.over', { count: -left })}
          </span>
        ) : (
          left <= limit * 0.1 && <span className={styles.left}>{t('composer.left', { count: left })}</span>
        )}
        {waiting && <span className={styles.left}>{t('composer.waitUpload')}</span>}
        {isReply && state.kind === 'not-mine' && state.canTake && (
          <Button variant="filled" loading={props.taking} onClick={props.take}>
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
