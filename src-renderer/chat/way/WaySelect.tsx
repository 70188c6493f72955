import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReplyTarget } from '../../../src-shared/bridge/views.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { useServerNow } from '../../ui/now.tsx';
import { windowSpan } from '../../ui/window-clock.ts';
import type { ReplyWay } from './use-reply-way.ts';
import styles from './WaySelect.module.css';

/**
 * Through which channel, number and address the answer goes (G3); nothing where there is only one way, unless it is another one
 * than the customer's own (a form is answered by e-mail).
 */
export function WaySelect({ way, conversationId }: { way: ReplyWay; conversationId: string }) {
  const { t } = useTranslation('chat');
  const now = useServerNow(60_000);
  const [only] = way.targets;
  if (only === undefined || (way.targets.length === 1 && only.conversationId === conversationId)) return null;

  const wordsOf = ({ channel, connectionName, address }: ReplyTarget) =>
    [t(`channel.${channel}`), connectionName, address === null ? '' : neutralise(address)]
      .filter((part) => part !== '')
      .join(' · ');
  const windowOf = ({ windowEndsAt, capabilities }: ReplyTarget): string | null => {
    if (capabilities === null || capabilities.windowMs === null) return null;
    const time = windowEndsAt === null ? null : windowSpan(windowEndsAt, now);
    return time === null ? t('window.closed') : t('window.left', { time });
  };
  if (way.targets.length === 1)
    return (
      <div className={styles.way}>
        {t('way.label')} <b className={styles.only}>{wordsOf(only)}</b>
      </div>
    );
  const windows = new Map(way.targets.map((target) => [target.conversationId, windowOf(target)]));
  return (
    <div className={styles.way}>
      <span aria-hidden="true">{t('way.label')}</span>
      <Select
        className={styles.select ?? ''}
        size="xs"
        aria-label={t('way.label')}
        allowDeselect={false}
        checkIconPosition="right"
        data={way.targets.map((target) => ({ value: target.conversationId, label: wordsOf(target) }))}
        value={way.conversationId}
        onChange={(chosen) => {
          if (chosen !== null) way.choose(chosen);
        }}
        renderOption={({ option }) => (
          <span className={styles.option}>
            <span>{option.label}</span>
            {windows.get(option.value) != null && <small>{windows.get(option.value)}</small>}
          </span>
        )}
      />
    </div>
  );
}
