import { ActionIcon, Button, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stage } from '../../../src-shared/protocol/deals.ts';
import editing from '../editing/Editing.module.css';
import styles from './StageList.module.css';

interface Props {
  stages: readonly Stage[];
  /** The text under a field, by its path. */
  error(field: string): string | undefined;
  change(stages: Stage[]): void;
}

/** A pipeline's stages in order: named, moved, added and taken away. */
export function StageList({ stages, error, change }: Props) {
  const { t } = useTranslation('deals');
  const list = useRef<HTMLOListElement>(null);
  const move = (index: number, by: -1 | 1) => {
    const next = [...stages];
    const [stage] = next.splice(index, 1);
    if (stage === undefined) return;
    next.splice(index + by, 0, stage);
    change(next);
  };
  const add = () => {
    change([...stages, { id: crypto.randomUUID(), name: '' }]);
    requestAnimationFrame(() => [...(list.current?.querySelectorAll('input') ?? [])].at(-1)?.focus());
  };
  const whole = error('stages');
  return (
    <fieldset className={editing.group}>
      <legend>{t('settings.stages')}</legend>
      <p className={editing.hint}>{t('settings.stagesHint')}</p>
      <ol ref={list} className={styles.list}>
        {stages.map((stage, index) => {
          const number = index + 1;
          return (
            <li key={stage.id} className={styles.stage}>
              <span className={styles.number} aria-hidden="true">
                {number}
              </span>
              <TextInput
                className={styles.name ?? ''}
                aria-label={t('settings.stage', { number })}
                value={stage.name}
                maxLength={60}
                error={error(`stages.${index}.name`) ?? null}
                onChange={(event) => change(stages.with(index, { ...stage, name: event.currentTarget.value }))}
              />
              <ActionIcon
                size={28}
                aria-label={t('settings.stageUp', { number })}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              >
                <ArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                size={28}
                aria-label={t('settings.stageDown', { number })}
                disabled={index === stages.length - 1}
                onClick={() => move(index, 1)}
              >
                <ArrowDown size={16} />
              </ActionIcon>
              <ActionIcon
                size={28}
                aria-label={t('settings.removeStage', { number })}
                disabled={stages.length === 1}
                onClick={() => change(stages.filter(({ id }) => id !== stage.id))}
              >
                <Trash2 size={16} />
              </ActionIcon>
            </li>
          );
        })}
      </ol>
      {whole !== undefined && (
        <p className={editing.fieldError} role="alert">
          {whole}
        </p>
      )}
      <div>
        <Button leftSection={<Plus size={16} />} disabled={stages.length >= 30} onClick={add}>
          {t('settings.addStage')}
        </Button>
      </div>
    </fieldset>
  );
}
