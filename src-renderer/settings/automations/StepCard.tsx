import { ActionIcon } from '@mantine/core';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../src-shared/bridge/views.ts';
import type { Flow, Step } from '../../../src-shared/protocol/automations.ts';
import { MenuFields } from './MenuFields.tsx';
import styles from './StepCard.module.css';
import { StepFields } from './StepFields.tsx';

interface Props {
  step: Step;
  index: number;
  flow: Flow;
  directory: Directory;
  /** What is wrong with it, in words. */
  faults: readonly string[];
  change(step: Step): void;
  move(by: -1 | 1): void;
  remove(): void;
}

/** One step: its number, what it does, its fields, and where it stands among the others. */
export function StepCard({ step, index, flow, directory, faults, change, move, remove }: Props) {
  const { t } = useTranslation('automations');
  const number = index + 1;
  return (
    <li className={styles.card} data-faulty={faults.length > 0}>
      <header className={styles.header}>
        <span className={styles.number} aria-hidden="true">
          {number}
        </span>
        <b>{t(`kinds.${step.type}`)}</b>
        <span className={styles.tools}>
          <ActionIcon size={28} aria-label={t('moveUp', { number })} disabled={index === 0} onClick={() => move(-1)}>
            <ArrowUp size={16} />
          </ActionIcon>
          <ActionIcon
            size={28}
            aria-label={t('moveDown', { number })}
            disabled={index === flow.steps.length - 1}
            onClick={() => move(1)}
          >
            <ArrowDown size={16} />
          </ActionIcon>
          <ActionIcon
            size={28}
            aria-label={t('remove', { number })}
            disabled={flow.steps.length === 1}
            onClick={remove}
          >
            <Trash2 size={16} />
          </ActionIcon>
        </span>
      </header>
      <div className={styles.fields}>
        {step.type === 'menu' ? (
          <MenuFields step={step} flow={flow} directory={directory} change={change} />
        ) : (
          <StepFields step={step} directory={directory} change={change} />
        )}
      </div>
      {faults.length > 0 && (
        <p className={styles.faults} role="alert">
          {[...new Set(faults)].join('. ')}
        </p>
      )}
    </li>
  );
}
