import { UnstyledButton } from '@mantine/core';
import { Check, CheckCheck, CircleAlert, CircleHelp, Clock, type LucideIcon, MonitorUp, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import { failureCause, isRetriedBySystem } from '../../../src-shared/rules/failure-reasons.ts';
import styles from './StatusMark.module.css';

export type ShownStatus = NonNullable<MessageView['status']> | 'uncertain' | 'retrying';

const glyphs: Record<ShownStatus, LucideIcon> = {
  pending: MonitorUp,
  queued: Clock,
  retrying: RotateCw,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  failed: CircleAlert,
  uncertain: CircleHelp,
};

/** The status to show: a try that nobody answered, and one the system repeats, are said as such. */
export function shownStatus({
  status,
  attempts,
  failure,
}: Pick<MessageView, 'status' | 'attempts' | 'failure'>): ShownStatus | null {
  if (status === 'queued' && attempts.at(-1)?.outcome === 'uncertain') return 'uncertain';
  if (status === 'failed' && failureCause(failure?.code ?? '') === 'unanswered') return 'uncertain';
  return isRetriedBySystem(status, attempts) ? 'retrying' : status;
}

/** Where a message of ours stands: a glyph with its word, and the story of its sending behind it. */
export function StatusMark({ message, open }: { message: MessageView; open(): void }) {
  const { t } = useTranslation('chat');
  const status = shownStatus(message);
  if (status === null) return null;
  const Glyph = glyphs[status];
  const word = t(`status.${status}`);
  return (
    <UnstyledButton
      className={styles.mark}
      data-status={status}
      aria-label={word}
      title={word}
      aria-haspopup="dialog"
      onClick={open}
    >
      <Glyph size={14} strokeWidth={2.25} aria-hidden="true" />
    </UnstyledButton>
  );
}
