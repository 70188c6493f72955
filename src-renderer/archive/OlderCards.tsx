import { useTranslation } from 'react-i18next';
import type { InboxFilter } from '../../src-shared/bridge/views.ts';
import { neutralise } from '../../src-shared/rules/safe-text.ts';
import { useRoute } from '../app/route.tsx';
import { shortDate } from '../chat/text/times.ts';
import styles from './Archive.module.css';
import { OlderEnd } from './OlderHead.tsx';
import { useOlder } from './use-older.ts';

/** Below the inbox's «Finalizadas»: those of the same filter that are on the server alone. */
export function OlderCards({ filter }: { filter: InboxFilter }) {
  const { t, i18n } = useTranslation('archive');
  const older = useOlder({ filter, text: '', from: null, to: null });
  const openConversation = useRoute((route) => route.openConversation);
  const openId = useRoute((route) => route.conversationId);
  return (
    <section className={styles.older} aria-label={t('older.hint')}>
      {older.rows.map((row) => (
        <button
          key={row.id}
          type="button"
          className={styles.card}
          aria-current={row.id === openId}
          onClick={() => openConversation(row.id)}
        >
          <span className={styles.cardTitle}>{neutralise(row.contactTitle)}</span>
          <span className={styles.cardFact}>{row.protocol}</span>
          <span className={styles.cardFact}>
            {[row.connectionName, row.agentName, row.reasonName].filter((part) => part !== null).join(' · ')}
          </span>
          <span className={styles.cardFact}>
            {t('older.finished', { date: shortDate(row.finishedAt, i18n.language) })}
          </span>
        </button>
      ))}
      <OlderEnd older={older} />
    </section>
  );
}
