import { CloudUpload } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../src-shared/bridge/views.ts';
import { neutralise } from '../../src-shared/rules/safe-text.ts';
import { useWatch } from '../bridge/hooks.tsx';
import { useOnline } from '../chat/use-online.ts';
import styles from './QualificationForm.module.css';
import { QualificationForm } from './QualificationForm.tsx';
import { reasonPath } from './reason-tree.ts';
import { useFinishConfirmations } from './use-confirmations.ts';

/** The qualification: to be given by who serves the conversation, to be read once it was. */
export function QualificationSection({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation('contact');
  const session = useWatch('session', {});
  const online = useOnline();
  const submitted = useFinishConfirmations(conversation);
  const answersForTeam = session?.phase === 'ready' && session.person.role !== 'agent';
  if (conversation.status === 'finished') return <GivenQualification conversation={conversation} />;
  if (!conversation.mine && !answersForTeam) return <p className={styles.closed}>{t('qualify.notMine')}</p>;
  return (
    <>
      {conversation.pendingFinish && !online && (
        <p className={styles.pending} role="status">
          <CloudUpload size={16} aria-hidden="true" /> {t('qualify.pending')}
        </p>
      )}
      <QualificationForm conversation={conversation} submitted={submitted} />
    </>
  );
}

function GivenQualification({ conversation: { qualification } }: { conversation: ConversationView }) {
  const { t } = useTranslation('contact');
  const reasons = useWatch('directory', {})?.reasons;
  const reason = useMemo(
    () => (qualification?.reasonId == null ? null : reasonPath(reasons ?? [], qualification.reasonId)),
    [reasons, qualification],
  );
  if (qualification === null) return <p className={styles.closed}>{t('qualify.none')}</p>;
  return (
    <dl className={styles.given}>
      {reason !== null && (
        <>
          <dt>{t('qualify.reason')}</dt>
          <dd>{reason}</dd>
        </>
      )}
      {qualification.description !== null && (
        <>
          <dt>{t('qualify.description')}</dt>
          <dd>{neutralise(qualification.description)}</dd>
        </>
      )}
    </dl>
  );
}
