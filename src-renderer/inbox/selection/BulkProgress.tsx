import { Button, CloseButton, Progress } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkOutcome, BulkView } from '../../../src-shared/bridge/bulk.ts';
import { useRoute } from '../../app/route.tsx';
import { useAction } from '../../bridge/hooks.tsx';
import { announceProblem } from '../../chat/outcome/announce.ts';
import styles from './Selection.module.css';

/** How a bulk action goes, and how it went. */
export default function BulkProgress({ bulk }: { bulk: BulkView }) {
  return bulk.state === 'running' ? <Running key={bulk.id} bulk={bulk} /> : <Ended key={bulk.id} bulk={bulk} />;
}

const past = (bulk: BulkView): number => bulk.done + bulk.skipped + bulk.refused;

function Running({ bulk }: { bulk: BulkView }) {
  const { t } = useTranslation('bulk');
  const cancel = useAction('bulk.cancel');
  const [cancelling, setCancelling] = useState(false);
  const label = t(bulk.undoing ? 'running.undo' : `running.${bulk.what}`, { done: past(bulk), total: bulk.total });
  return (
    <section className={styles.bar} aria-label={t('progress')}>
      <div className={styles.line}>
        <span>{label}</span>
        <Button
          size="compact-sm"
          disabled={cancelling}
          onClick={() => {
            setCancelling(true);
            void cancel({});
          }}
        >
          {t('cancel')}
        </Button>
      </div>
      <Progress value={(100 * past(bulk)) / bulk.total} aria-label={label} size="sm" />
    </section>
  );
}

function Ended({ bulk }: { bulk: BulkView }) {
  const { t } = useTranslation('bulk');
  const dismiss = useAction('bulk.dismiss');
  const undo = useAction('bulk.undo');
  const untouched = bulk.total - past(bulk);
  const takeBack = async () => {
    const outcome = await undo({});
    if (!outcome.ok) announceProblem(t(`refused.${outcome.reason}`));
  };
  return (
    <section className={styles.bar} aria-label={t('result')}>
      <div className={styles.line}>
        <strong role="status">
          {t(bulk.undoing ? 'done.undo' : `done.${bulk.what}`, { count: bulk.done, name: bulk.name ?? '' })}
        </strong>
        <CloseButton aria-label={t('close')} title={t('close')} onClick={() => void dismiss({})} />
      </div>
      {bulk.state === 'offline' && <p className={styles.problem}>{t('wentOffline')}</p>}
      {untouched > 0 && <p className={styles.hint}>{t('untouched', { count: untouched })}</p>}
      {bulk.undoable > 0 && (
        <div className={styles.line}>
          <Button size="compact-sm" onClick={() => void takeBack()}>
            {t('undo', { count: bulk.undoable })}
          </Button>
        </div>
      )}
      {bulk.what === 'automation' && bulk.done > 0 && <p className={styles.hint}>{t('final.automation')}</p>}
      <Left bulk={bulk} />
    </section>
  );
}

/** The rows that stayed as they were, each with its reason. */
function Left({ bulk }: { bulk: BulkView }) {
  const { t } = useTranslation('bulk');
  const openConversation = useRoute((route) => route.openConversation);
  const reasonOf = useOutcomeWords();
  const count = bulk.skipped + bulk.refused;
  if (count === 0) return null;
  return (
    <>
      <p className={styles.problem}>{t('left', { count })}</p>
      <ul className={styles.left}>
        {bulk.outcomes.map((one) => (
          <li key={one.conversationId}>
            <button type="button" onClick={() => openConversation(one.conversationId)}>
              <b>{one.title === '' ? t('unknown') : one.title}</b>
              <span>{reasonOf(one.reason)}</span>
            </button>
          </li>
        ))}
      </ul>
      {count > bulk.outcomes.length && (
        <p className={styles.hint}>{t('more', { count: count - bulk.outcomes.length })}</p>
      )}
    </>
  );
}

function useOutcomeWords(): (reason: BulkOutcome['reason']) => string {
  const { t } = useTranslation(['bulk', 'frame']);
  return (reason) => {
    switch (reason) {
      case 'changed':
      case 'gone':
      case 'tagged':
      case 'offline':
      case 'stale':
        return t(`reason.${reason}`);
      default:
        return t(`frame:refusal.${reason}`);
    }
  };
}
