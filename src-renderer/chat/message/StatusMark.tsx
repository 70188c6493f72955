import { Popover, UnstyledButton } from '@mantine/core';
import { Check, CheckCheck, CircleAlert, CircleHelp, Clock, type LucideIcon, MonitorUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import { AttemptHistory } from './AttemptHistory.tsx';
import styles from './StatusMark.module.css';

export type ShownStatus = NonNullable<MessageView['status']> | 'uncertain';

const glyphs: Record<ShownStatus, LucideIcon> = {
  pending: MonitorUp,
  queued: Clock,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  failed: CircleAlert,
  uncertain: CircleHelp,
};

/** The status to show. A try that nobody answered is said as such until the channel settles it. */
export function shownStatus({ status, attempts }: Pick<MessageView, 'status' | 'attempts'>): ShownStatus | null {
  if (status === 'queued' && attempts.at(-1)?.outcome === 'uncertain') return 'uncertain';
  return status;
}

/** Where a message of ours stands: a glyph with its word, and the story of its sending behind it. */
export function StatusMark({ message }: { message: MessageView }) {
  const { t } = useTranslation('chat');
  const status = shownStatus(message);
  if (status === null) return null;
  const Glyph = glyphs[status];
  const word = t(`status.${status}`);
  return (
    <Popover position="top-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={styles.mark} data-status={status} aria-label={word} title={word}>
          <Glyph size={14} strokeWidth={2.25} aria-hidden="true" />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('status.details')}>
        <AttemptHistory message={message} word={word} />
      </Popover.Dropdown>
    </Popover>
  );
}
