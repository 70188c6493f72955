import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Hidden } from '../../ui/Hidden.tsx';
import styles from './ColleaguesHere.module.css';

/** More faces than this say no more; the words name everybody. */
const FACES = 3;

/** Who else has the conversation open, and who of them writes to the customer (B8): faces to see, words to hear. */
export function ColleaguesHere({ colleagues }: Pick<ConversationView, 'colleagues'>) {
  const { t, i18n } = useTranslation('chat');
  if (colleagues.length === 0) return null;
  const writing = colleagues.filter(({ typing }) => typing);
  const named = writing.length > 0 ? writing : colleagues;
  const names = new Intl.ListFormat(i18n.language).format(named.map(({ name }) => name));
  const words = t(writing.length > 0 ? 'header.colleaguesWriting' : 'header.colleaguesHere', {
    names,
    count: named.length,
  });
  return (
    <span className={styles.here} title={words} data-writing={writing.length > 0}>
      <span className={styles.faces}>
        {named.slice(0, FACES).map(({ personId, name }) => (
          <Avatar key={personId} name={name} />
        ))}
      </span>
      {named.length > FACES && <small aria-hidden="true">+{named.length - FACES}</small>}
      {writing.length > 0 && <span aria-hidden="true">{t('header.writing')}</span>}
      <span role="status">
        <Hidden>{words}</Hidden>
      </span>
    </span>
  );
}
