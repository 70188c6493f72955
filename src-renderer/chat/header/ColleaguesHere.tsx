import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import styles from './ChatHeader.module.css';

/** Who else has the conversation open, and who of them writes to the customer (B8). */
export function ColleaguesHere({ colleagues }: Pick<ConversationView, 'colleagues'>) {
  const { t, i18n } = useTranslation('chat');
  if (colleagues.length === 0) return null;
  const writing = colleagues.filter(({ typing }) => typing);
  const shown = writing.length > 0 ? writing : colleagues;
  const names = new Intl.ListFormat(i18n.language).format(shown.map(({ name }) => name));
  const words = t(writing.length > 0 ? 'header.colleaguesWriting' : 'header.colleaguesHere', {
    names,
    count: shown.length,
  });
  return (
    <span className={styles.colleagues} data-writing={writing.length > 0} role="status">
      {' · '}
      {words}
    </span>
  );
}
