import { NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DealView } from '../../../src-shared/bridge/views.ts';
import { MAX_AMOUNT, type Pipeline } from '../../../src-shared/protocol/deals.ts';
import { InlineForm } from '../../ui/InlineForm.tsx';
import { separators } from './amount.ts';
import styles from './Deals.module.css';
import { useDealActions } from './use-deal-actions.ts';

interface Props {
  contactId: string;
  /** null: a new one. */
  deal: DealView | null;
  pipelines: readonly Pipeline[];
  /** Saved, or given up. */
  done(): void;
}

/** A deal's fields, in its place. */
export function DealForm({ contactId, deal, pipelines, done }: Props) {
  const { t, i18n } = useTranslation('deals');
  const { save } = useDealActions(contactId);
  // Made once, so that a second attempt is the same deal.
  const [id] = useState(() => deal?.id ?? crypto.randomUUID());
  const [title, setTitle] = useState(deal?.title ?? '');
  const [pipelineId, setPipelineId] = useState(deal?.pipelineId ?? pipelines[0]?.id ?? '');
  const [stageId, setStageId] = useState(deal?.stageId ?? pipelines[0]?.stages[0]?.id ?? '');
  const [seenStageId] = useState(deal?.stageId ?? null);
  // As the field gives it: what is half typed («12,») is text.
  const [amount, setAmount] = useState<number | string>(deal?.amount == null ? '' : deal.amount / 100);
  const [missing, setMissing] = useState(false);
  const [saving, setSaving] = useState(false);
  const stages = pipelines.find((one) => one.id === pipelineId)?.stages ?? [];
  const submit = async () => {
    if (title.trim() === '') {
      setMissing(true);
      return;
    }
    setSaving(true);
    const taken = await save({
      id,
      title: title.trim(),
      pipelineId,
      stageId,
      amount: centsOf(amount),
      ...(seenStageId === null ? {} : { fromStageId: seenStageId }),
    });
    setSaving(false);
    if (taken) done();
  };
  return (
    <InlineForm
      className={styles.form}
      label={deal === null ? t('new') : t('edit', { title: deal.title })}
      words={{ cancel: t('cancel'), save: t('save') }}
      saving={saving}
      submit={submit}
      cancel={done}
    >
      <TextInput
        size="xs"
        data-autofocus
        autoFocus
        label={t('name')}
        maxLength={120}
        value={title}
        error={missing ? t('nameMissing') : null}
        onChange={(event) => {
          setTitle(event.currentTarget.value);
          setMissing(false);
        }}
      />
      {pipelines.length > 1 && (
        <Select
          size="xs"
          label={t('pipeline')}
          allowDeselect={false}
          data={pipelines.map(({ id: value, name }) => ({ value, label: name }))}
          value={pipelineId}
          onChange={(value) => {
            const chosen = pipelines.find((one) => one.id === value);
            if (chosen === undefined || chosen.id === pipelineId) return;
            setPipelineId(chosen.id);
            setStageId(chosen.stages[0]?.id ?? '');
          }}
        />
      )}
      <div className={styles.pair}>
        <Select
          size="xs"
          label={t('stage')}
          allowDeselect={false}
          data={stages.map(({ id: value, name }) => ({ value, label: name }))}
          value={stageId}
          onChange={(value) => {
            if (value !== null) setStageId(value);
          }}
        />
        <NumberInput
          size="xs"
          label={t('amount')}
          prefix="R$ "
          {...separators(i18n.language)}
          decimalScale={2}
          allowNegative={false}
          max={MAX_AMOUNT / 100}
          clampBehavior="strict"
          hideControls
          value={amount}
          onChange={setAmount}
        />
      </div>
    </InlineForm>
  );
}

function centsOf(amount: number | string): number | null {
  const reais = Number(amount);
  return amount === '' || !Number.isFinite(reais) ? null : Math.round(reais * 100);
}
