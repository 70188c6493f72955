import { ActionIcon, Button } from '@mantine/core';
import { Plus, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView, DealView } from '../../../src-shared/bridge/views.ts';
import type { Pipeline } from '../../../src-shared/protocol/deals.ts';
import { useWatch } from '../../bridge/hooks.tsx';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import panel from '../ContactPanel.module.css';
import { amountWords } from './amount.ts';
import { DealCard } from './DealCard.tsx';
import { DealForm } from './DealForm.tsx';
import styles from './Deals.module.css';
import { useDealActions } from './use-deal-actions.ts';

const none: readonly Pipeline[] = [];

/** What is being sold to the contact: open deals with their stage, closed ones folded (G6). */
export function Deals({ contact }: { contact: ContactView }) {
  const { t } = useTranslation('deals');
  const pipelines = useWatch('directory', {})?.pipelines ?? none;
  const [adding, setAdding] = useState(false);
  const { button: add, takeBack } = useFocusBack(adding);
  const { close } = useDealActions(contact.id);
  const open = contact.deals.filter((deal) => deal.state === 'open');
  const closed = contact.deals.filter((deal) => deal.state !== 'open').toReversed();
  // What had the focus is gone then; it goes on from where the next deal would begin.
  const toAdd = () => add.current?.focus();
  return (
    <div className={styles.deals}>
      {open.length > 0 && (
        <ul className={styles.list}>
          {open.map((deal) => (
            <DealCard key={deal.id} contactId={contact.id} deal={deal} pipelines={pipelines} closed={toAdd} />
          ))}
        </ul>
      )}
      {adding ? (
        <DealForm
          contactId={contact.id}
          deal={null}
          pipelines={pipelines}
          done={() => {
            takeBack();
            setAdding(false);
          }}
        />
      ) : (
        <div className={styles.add}>
          {open.length === 0 && (
            <span className={panel.muted}>{t(pipelines.length === 0 ? 'noPipelines' : 'empty')}</span>
          )}
          {pipelines.length > 0 && (
            <Button
              ref={add}
              size="compact-sm"
              leftSection={<Plus size={14} />}
              aria-label={t('new')}
              onClick={() => setAdding(true)}
            >
              {t('add')}
            </Button>
          )}
        </div>
      )}
      {closed.length > 0 && (
        <details className={styles.closed}>
          <summary>{t('closed', { count: closed.length })}</summary>
          <ul className={styles.list}>
            {closed.map((deal) => (
              <ClosedDeal key={deal.id} deal={deal} reopen={() => void close(deal, 'open')} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function ClosedDeal({ deal, reopen }: { deal: DealView; reopen(): void }) {
  const { t, i18n } = useTranslation('deals');
  return (
    <li className={styles.past}>
      <span className={styles.title} title={deal.title}>
        {deal.title}
      </span>
      <span className={styles.amount}>{amountWords(deal.amount, i18n.language)}</span>
      <span className={styles.state} data-state={deal.state}>
        {t(`state.${deal.state}`)}
      </span>
      <ActionIcon size={24} aria-label={t('reopenOf', { title: deal.title })} title={t('reopen')} onClick={reopen}>
        <RotateCcw size={14} />
      </ActionIcon>
    </li>
  );
}
