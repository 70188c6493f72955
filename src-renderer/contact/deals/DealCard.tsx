import { ActionIcon, Select } from '@mantine/core';
import { ChevronLeft, ChevronRight, CloudUpload, ThumbsDown, Trophy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DealView } from '../../../src-shared/bridge/views.ts';
import type { Pipeline } from '../../../src-shared/protocol/deals.ts';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import { amountWords } from './amount.ts';
import { DealForm } from './DealForm.tsx';
import styles from './Deals.module.css';
import { useDealActions } from './use-deal-actions.ts';

interface Props {
  contactId: string;
  deal: DealView;
  pipelines: readonly Pipeline[];
  /** It was won or lost, and is no longer here. */
  closed(): void;
}

/** An open deal: its title opens it for editing, its stage is chosen or stepped through, and it is won or lost. */
export function DealCard({ contactId, deal, pipelines, closed }: Props) {
  const { t, i18n } = useTranslation('deals');
  const { move, close } = useDealActions(contactId);
  const [editing, setEditing] = useState(false);
  const { button: title, takeBack } = useFocusBack(editing);
  const pipeline = pipelines.find(({ id }) => id === deal.pipelineId);
  if (editing) {
    return (
      <li>
        <DealForm
          contactId={contactId}
          deal={deal}
          pipelines={pipelines}
          done={() => {
            takeBack();
            setEditing(false);
          }}
        />
      </li>
    );
  }
  const stages = pipeline?.stages ?? [{ id: deal.stageId, name: deal.stageName }];
  const at = stages.findIndex(({ id }) => id === deal.stageId);
  const finish = async (state: 'won' | 'lost') => {
    if (await close(deal, state)) closed();
  };
  const step = (by: -1 | 1) => {
    const next = at < 0 ? undefined : stages[at + by];
    const Icon = by < 0 ? ChevronLeft : ChevronRight;
    return (
      <ActionIcon
        size={24}
        disabled={next === undefined}
        aria-label={t(by < 0 ? 'back' : 'forward', { title: deal.title, stage: next?.name ?? deal.stageName })}
        onClick={() => {
          if (next !== undefined) void move(deal, next.id);
        }}
      >
        <Icon size={16} />
      </ActionIcon>
    );
  };
  return (
    <li className={styles.card} data-pending={deal.pending || undefined}>
      <div className={styles.head}>
        <button
          ref={title}
          type="button"
          className={styles.title}
          title={t('edit', { title: deal.title })}
          onClick={() => setEditing(true)}
        >
          {deal.title}
        </button>
        {deal.pending && <CloudUpload size={14} role="img" aria-label={t('pending', { title: deal.title })} />}
        <span className={styles.amount}>{amountWords(deal.amount, i18n.language)}</span>
      </div>
      {pipelines.length > 1 && <span className={styles.pipeline}>{deal.pipelineName}</span>}
      <div className={styles.board}>
        {stages.map((stage, index) => (
          <button
            key={stage.id}
            type="button"
            // The keyboard has the choice below, which names them all; this is the same by one click.
            tabIndex={-1}
            data-reached={index <= at || undefined}
            aria-current={index === at ? 'step' : undefined}
            aria-label={t(index === at ? 'isAt' : 'moveTo', { title: deal.title, stage: stage.name })}
            title={stage.name}
            onClick={() => {
              if (index !== at) void move(deal, stage.id);
            }}
          />
        ))}
      </div>
      <div className={styles.tools}>
        {step(-1)}
        <Select
          className={styles.stage ?? ''}
          size="xs"
          aria-label={t('stageOf', { title: deal.title })}
          allowDeselect={false}
          rightSectionWidth={20}
          comboboxProps={{ width: 220, position: 'bottom-start' }}
          data={stages.map(({ id, name }) => ({ value: id, label: name }))}
          value={deal.stageId}
          onChange={(stageId) => {
            if (stageId !== null && stageId !== deal.stageId) void move(deal, stageId);
          }}
        />
        {step(1)}
        <ActionIcon
          size={24}
          className={styles.won ?? ''}
          aria-label={t('win', { title: deal.title })}
          title={t('win', { title: deal.title })}
          onClick={() => void finish('won')}
        >
          <Trophy size={16} />
        </ActionIcon>
        <ActionIcon
          size={24}
          aria-label={t('lose', { title: deal.title })}
          title={t('lose', { title: deal.title })}
          onClick={() => void finish('lost')}
        >
          <ThumbsDown size={16} />
        </ActionIcon>
      </div>
    </li>
  );
}
