import { Button, CloseButton } from '@mantine/core';
import { ArrowRightLeft, CircleCheck, Tag, Workflow } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkWhat } from '../../../src-shared/bridge/bulk.ts';
import type { InboxFilter } from '../../../src-shared/bridge/views.ts';
import { useRegisterAction } from '../../app/actions/registry.tsx';
import { useWatch } from '../../bridge/hooks.tsx';
import { useOnline } from '../../chat/use-online.ts';
import { PAGE } from '../row-window.ts';
import { countOf, rowsOf } from './picked.ts';
import styles from './Selection.module.css';
import type { Selection } from './use-selection.ts';

// What is asked before anything is done comes when it is asked.
const FinishDialog = lazy(async () => ({ default: (await import('./FinishDialog.tsx')).FinishDialog }));
const TransferDialog = lazy(async () => ({ default: (await import('./TransferDialog.tsx')).TransferDialog }));
const AutomationDialog = lazy(async () => ({ default: (await import('./AutomationDialog.tsx')).AutomationDialog }));
const TagDialog = lazy(async () => ({ default: (await import('./TagDialog.tsx')).TagDialog }));

const actions = [
  { kind: 'finish', Icon: CircleCheck, Dialog: FinishDialog },
  { kind: 'transfer', Icon: ArrowRightLeft, Dialog: TransferDialog },
  { kind: 'automation', Icon: Workflow, Dialog: AutomationDialog },
  { kind: 'tag', Icon: Tag, Dialog: TagDialog },
] as const;

const wrapping = { root: styles.words ?? '', label: styles.label ?? '' };

/** How many are ticked, and what can be done with all of them. */
export function SelectionBar({
  filter,
  selection,
  leave,
}: {
  filter: InboxFilter;
  selection: Selection;
  leave(): void;
}) {
  const { t } = useTranslation('bulk');
  const online = useOnline();
  const total = useWatch('inbox.list', { filter, start: 0, count: PAGE })?.total ?? 0;
  const [open, setOpen] = useState<BulkWhat['kind'] | null>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isBusyElsewhere(event.target)) leave();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [leave]);
  const count = countOf(selection.picked, total);
  useBulkKeys(count > 0 && online, setOpen);
  const Dialog = actions.find(({ kind }) => kind === open)?.Dialog;
  return (
    <section className={styles.bar} aria-label={t('toggle')}>
      <div className={styles.line}>
        <strong role="status">{count === 0 ? t('none') : t('count', { count })}</strong>
        <CloseButton aria-label={t('leave')} title={t('leave')} onClick={leave} />
      </div>
      <div className={styles.line}>
        {count < total ? (
          <Button
            classNames={wrapping}
            variant="subtle"
            size="compact-sm"
            disabled={total === 0}
            onClick={selection.pickAll}
          >
            {t('all', { count: total })}
          </Button>
        ) : (
          <Button
            classNames={wrapping}
            variant="subtle"
            size="compact-sm"
            disabled={count === 0}
            onClick={selection.clear}
          >
            {t('clear')}
          </Button>
        )}
      </div>
      <div className={styles.actions}>
        {actions.map(({ kind, Icon }) => (
          <Button
            key={kind}
            classNames={wrapping}
            disabled={count === 0 || !online}
            title={online ? undefined : t('offline')}
            leftSection={<Icon size={16} strokeWidth={1.75} />}
            onClick={() => setOpen(kind)}
          >
            {t(`${kind}.action`)}
          </Button>
        ))}
      </div>
      {Dialog !== undefined && (
        <Suspense fallback={null}>
          <Dialog
            count={count}
            rows={rowsOf(selection.picked, filter)}
            close={() => setOpen(null)}
            started={() => {
              setOpen(null);
              leave();
            }}
          />
        </Suspense>
      )}
    </section>
  );
}

/** The keys of one conversation are those of all that are ticked. */
function useBulkKeys(may: boolean, open: (kind: BulkWhat['kind']) => void): void {
  const { t } = useTranslation('bulk');
  const about = { group: 'inbox' as const, suspended: !may };
  useRegisterAction({
    id: 'conversation.finish',
    label: t('finish.action'),
    keys: 'f',
    run: () => open('finish'),
    ...about,
  });
  useRegisterAction({
    id: 'conversation.transfer',
    label: t('transfer.action'),
    keys: 't',
    run: () => open('transfer'),
    ...about,
  });
  useRegisterAction({ id: 'contact.tag', label: t('tag.action'), keys: 'l', run: () => open('tag'), ...about });
}

/** Where Esc means something else: what is written, and what lies open over the list. */
const isBusyElsewhere = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input, textarea, [contenteditable], [role="dialog"], [role="menu"]') !== null;
