import { Button, Modal, Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../../src-shared/protocol/automations.ts';
import type { ServerQueryResult } from '../../../src-shared/protocol/queries.ts';
import { useBridge } from '../../bridge/hooks.tsx';
import { dateAndTime } from '../../chat/text/times.ts';
import { useFocusReturn } from '../../ui/use-focus-return.ts';
import styles from './Versions.module.css';

type Revision = ServerQueryResult<'automation.revisions'>['revisions'][number];

interface Props {
  automationId: string;
  /** The version that is in force. */
  current: number;
  close(): void;
  /** Puts its steps into the editor; nothing is saved by that. */
  take(flow: Flow): void;
}

/** «Versões»: who saved what and when, and the way back to any of them. */
export function Versions({ automationId, current, close, take }: Props) {
  useFocusReturn();
  const { t, i18n } = useTranslation('automations');
  const bridge = useBridge();
  const [revisions, setRevisions] = useState<Revision[] | 'failed' | null>(null);
  useEffect(() => {
    let gone = false;
    bridge
      .query('server.automation.revisions', { automationId })
      .then((answer) => !gone && setRevisions(answer.ok ? answer.value.revisions : 'failed'))
      .catch(() => !gone && setRevisions('failed'));
    return () => {
      gone = true;
    };
  }, [bridge, automationId]);
  return (
    <Modal opened onClose={close} title={t('versions')} size={520} closeButtonProps={{ 'aria-label': t('cancel') }}>
      {revisions === null && <Skeleton height={96} radius={8} />}
      {revisions === 'failed' && <p role="alert">{t('versionsFailed')}</p>}
      {Array.isArray(revisions) && (
        <ol className={styles.list}>
          {revisions.map((revision) => (
            <li key={revision.revision} className={styles.line}>
              <span>
                <b>{t('revision', { number: revision.revision })}</b>
                {revision.revision === current && <small>{t('versionCurrent')}</small>}
                <small>
                  {dateAndTime(revision.at, i18n.language)}
                  {revision.byName !== null && ` · ${revision.byName}`}
                  {` · ${t('versionSteps', { count: revision.flow.steps.length })}`}
                </small>
              </span>
              {revision.revision !== current && (
                <Button
                  size="compact-sm"
                  aria-label={t('versionTakeNumber', { number: revision.revision })}
                  onClick={() => {
                    take(revision.flow);
                    close();
                  }}
                >
                  {t('versionTake')}
                </Button>
              )}
            </li>
          ))}
        </ol>
      )}
    </Modal>
  );
}
