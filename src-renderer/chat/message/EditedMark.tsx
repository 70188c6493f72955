import { Popover, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import { dateAndTime } from '../text/times.ts';
import styles from './EditedMark.module.css';
import { numbered } from './kinds/numbered.ts';
import { TextBody } from './TextBody.tsx';

/** Says that the words were changed, and shows what they were before. */
export function EditedMark({ edits }: Pick<MessageView, 'edits'>) {
  const { t, i18n } = useTranslation('chat');
  if (edits.length === 0) return <span>{t('message.edited')}</span>;
  return (
    <Popover position="bottom-start" width={320} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={styles.mark} title={t('edits.show')}>
          {t('message.edited')}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <b className={styles.title}>{t('edits.title')}</b>
        <ol className={styles.wordings} aria-label={t('edits.title')}>
          {numbered(edits).map(({ at, one }) => (
            <li key={at}>
              <small>{dateAndTime(one.at, i18n.language)}</small>
              {one.text === null || one.text === '' ? <em>{t('message.emptyText')}</em> : <TextBody text={one.text} />}
            </li>
          ))}
        </ol>
      </Popover.Dropdown>
    </Popover>
  );
}
