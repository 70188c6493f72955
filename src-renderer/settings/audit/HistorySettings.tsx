import { Button, Skeleton } from '@mantine/core';
import { History, Undo2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../src-shared/bridge/views.ts';
import type { SettingsChange } from '../../../src-shared/protocol/settings.ts';
import { useBridge, useWatch } from '../../bridge/hooks.tsx';
import { fullTime } from '../../ui/times.ts';
import editing from '../editing/Editing.module.css';
import { useUndo } from '../editing/use-saved-toast.tsx';
import styles from './History.module.css';
import { eventOf, fieldsOf, subjectOf } from './words.ts';

const PAGE = 30;

type Loaded = { changes: SettingsChange[]; more: boolean } | { problem: 'offline' | 'failed' };

/** «Histórico de alterações»: who changed what, when, from what to what; and back. */
export default function HistorySettings() {
  const { t } = useTranslation('operation');
  const directory = useWatch('directory', {});
  const { loaded, more, again } = useHistory();
  if (loaded === null || directory === undefined) return <Skeleton height={240} radius={8} />;
  if ('problem' in loaded) {
    return (
      <div className={styles.empty}>
        <b>{t(`history.${loaded.problem}`)}</b>
        <Button onClick={again}>{t('history.again')}</Button>
      </div>
    );
  }
  if (loaded.changes.length === 0) {
    return (
      <div className={styles.empty}>
        <History size={28} strokeWidth={1.5} aria-hidden="true" />
        <b>{t('history.none')}</b>
        <p>{t('history.noneHint')}</p>
      </div>
    );
  }
  return (
    <div className={editing.page}>
      <p className={editing.intro}>{t('history.intro')}</p>
      <ul className={styles.list} aria-label={t('history.title')}>
        {loaded.changes.map((change) => (
          <ChangeLine key={change.id} change={change} directory={directory} undone={again} />
        ))}
      </ul>
      {loaded.more && (
        <div>
          <Button onClick={more}>{t('history.more')}</Button>
        </div>
      )}
    </div>
  );
}

function useHistory(): { loaded: Loaded | null; more(): void; again(): void } {
  const bridge = useBridge();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const load = useCallback(
    async (before: readonly SettingsChange[]) => {
      const answer = await bridge
        .query('server.settings.history', { before: before.at(-1)?.position ?? null, limit: PAGE, kinds: [] })
        .catch((error: unknown) => {
          console.error(error);
          return { ok: false as const, reason: 'server-error' as const };
        });
      if (answer.ok) setLoaded({ changes: [...before, ...answer.value.changes], more: answer.value.more });
      else setLoaded({ problem: answer.reason === 'offline' ? 'offline' : 'failed' });
    },
    [bridge],
  );
  useEffect(() => void load([]), [load]);
  return {
    loaded,
    more: () => {
      if (loaded !== null && 'changes' in loaded) void load(loaded.changes);
    },
    again: () => void load([]),
  };
}

function ChangeLine(props: { change: SettingsChange; directory: Directory; undone(): void }) {
  const { t, i18n } = useTranslation('operation');
  const { change, directory } = props;
  const undo = useUndo();
  const [busy, setBusy] = useState(false);
  const by = directory.people.find((person) => person.id === change.byId)?.name ?? t('history.someone');
  const subject = subjectOf(change, t);
  // A new department stays: conversations may belong to it already.
  const canUndo = change.undoneById === null && !(change.kind === 'department' && change.before === null);
  return (
    <li className={styles.change}>
      <div className={styles.head}>
        <b>
          {subject} · {t(`history.event.${eventOf(change)}`)}
        </b>
        <span>
          {by}, {fullTime(change.at, i18n.language)}
        </span>
      </div>
      {change.undoneById !== null ? (
        <span className={styles.mark}>{t('history.undone')}</span>
      ) : (
        canUndo && (
          <Button
            leftSection={<Undo2 size={16} />}
            loading={busy}
            aria-label={t('history.undoOf', { subject })}
            onClick={async () => {
              setBusy(true);
              await undo(change.id);
              setBusy(false);
              props.undone();
            }}
          >
            {t('history.undo')}
          </Button>
        )
      )}
      <dl className={styles.fields}>
        {fieldsOf(change, directory, t, i18n.language).map(({ field, before, after }) => (
          <div key={field}>
            <dt>{field}</dt>
            <dd>
              {before !== '' && (
                <>
                  <s>{before}</s>
                  <span aria-hidden="true"> → </span>
                </>
              )}
              {after}
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
