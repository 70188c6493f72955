import { Button, CloseButton } from '@mantine/core';
import { Reply, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConversationView, MessageView } from '../../../src-shared/bridge/views.ts';
import type { Attachments } from '../attachments/use-attachments.ts';
import { useExcerpt } from '../message/Quoted.tsx';
import { AnswerWays } from './AnswerWays.tsx';
import type { ReplyState } from './availability.ts';
import styles from './Composer.module.css';
import { Conflicts } from './Conflicts.tsx';
import type { Drafts } from './drafts.ts';
import { useDraftProblem } from './use-drafts.ts';
import type { Sending } from './use-send.ts';
import { WindowNotice } from './WindowNotice.tsx';

interface Props {
  conversation: ConversationView;
  /** The conversation itself, where it came through what only receives. */
  form: ConversationView | null;
  state: ReplyState;
  isReply: boolean;
  drafts: Drafts;
  attachments: Attachments;
  sending: Sending;
  quoted: MessageView | null;
  clearQuote(): void;
  /** Something is written that cannot be sent now, and why. */
  held: string | null;
  /** Variables that nothing is known for; sending waits for them (B5). */
  blanks: readonly string[];
  goToBlank(): void;
}

/** What the agent must know before writing on: refusals, what is missing, what the answer quotes. */
export function ComposerNotices(props: Props) {
  const { conversation, form, state, isReply, drafts, attachments, sending, quoted, held, blanks } = props;
  const { t } = useTranslation('chat');
  const draftProblem = useDraftProblem(drafts);
  const excerpt = useExcerpt();
  return (
    <>
      <Conflicts conversation={conversation} drafts={drafts} />
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
      {isReply && sending.stale !== null && (
        <div className={styles.notice} data-tone="warn" role="alert">
          <span>{t('composer.stale', { count: sending.stale })}</span>
          <Button size="compact-sm" onClick={() => void sending.sendAnyway()}>
            {t('composer.sendAnyway')}
          </Button>
        </div>
      )}
      {draftProblem !== null && (
        <div className={styles.notice} data-tone="warn" role="status">
          <span>{t(`composer.draft.${draftProblem}`)}</span>
        </div>
      )}
      {isReply && state.kind === 'window-closed' && (
        <WindowNotice conversation={conversation} neverWrote={state.neverWrote} />
      )}
      {isReply && form !== null && mayAnswer(state) && (
        <AnswerWays form={form} begun={state.kind !== 'receives-only'} />
      )}
      {isReply && state.kind !== 'window-closed' && state.kind !== 'receives-only' && held !== null && (
        <div className={styles.notice} data-tone="warn" role="status">
          {state.kind === 'offline' && <WifiOff size={16} aria-hidden="true" />}
          <span>{held}</span>
        </div>
      )}
      {blanks.length > 0 && (
        <div className={styles.notice} data-tone="warn" role="alert">
          <span>{t('savedText.fill', { names: blanks.join(', ') })}</span>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={props.goToBlank}>
            {t('savedText.goTo')}
          </Button>
        </div>
      )}
      {isReply && quoted !== null && (
        <div className={styles.quote}>
          <Reply size={16} aria-hidden="true" />
          <span>
            <b>{t('composer.quoting', { author: quoted.authorName ?? conversation.title })}</b>
            {excerpt(quoted)}
          </span>
          <CloseButton size={28} aria-label={t('composer.cancelQuote')} onClick={props.clearQuote} />
        </div>
      )}
    </>
  );
}

const mayAnswer = ({ kind }: ReplyState): boolean =>
  kind === 'receives-only' || kind === 'open' || kind === 'window-closed';
