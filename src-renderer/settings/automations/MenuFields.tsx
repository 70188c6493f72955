import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../src-shared/bridge/views.ts';
import type { Destination, Flow, Step } from '../../../src-shared/protocol/automations.ts';
import { GrowingTextarea } from '../../ui/GrowingTextarea.tsx';
import styles from './StepCard.module.css';
import { AgainFields } from './StepFields.tsx';

type MenuStep = Extract<Step, { type: 'menu' }>;

interface Props {
  step: MenuStep;
  flow: Flow;
  directory: Directory;
  change(step: Step): void;
}

const keyOf = (destination: Destination): string =>
  destination.to === 'department' ? `department ${destination.departmentId}` : `step ${destination.stepId}`;

/** A menu: its question, up to nine options, and where each leads. */
export function MenuFields({ step, flow, directory, change }: Props) {
  const { t } = useTranslation('automations');
  const destinations = [
    ...directory.departments.map(({ id, name }) => ({
      value: `department ${id}`,
      label: t('toDepartment', { name }),
    })),
    ...flow.steps.flatMap(({ id, type }, index) =>
      id === step.id
        ? []
        : [{ value: `step ${id}`, label: t('toStep', { number: index + 1, kind: t(`kinds.${type}`) }) }],
    ),
  ];
  const setOption = (at: number, option: Partial<MenuStep['options'][number]>) =>
    change({ ...step, options: step.options.map((one, index) => (index === at ? { ...one, ...option } : one)) });
  return (
    <>
      <GrowingTextarea
        label={t('text')}
        minRows={1}
        maxRows={6}
        maxLength={4_096}
        value={step.text}
        onChange={(event) => change({ ...step, text: event.currentTarget.value })}
      />
      <fieldset className={styles.options}>
        <legend>{t('options')}</legend>
        {step.options.map((option, index) => {
          const number = index + 1;
          return (
            // Options have no names of their own: their place is what customers answer with.
            <div key={`${step.id} ${number}`} className={styles.option}>
              <TextInput
                aria-label={t('option', { number })}
                leftSection={<span aria-hidden="true">{number}.</span>}
                maxLength={60}
                value={option.label}
                onChange={(event) => setOption(index, { label: event.currentTarget.value })}
              />
              <Select
                aria-label={t('optionGoes', { number })}
                data={destinations}
                value={keyOf(option.destination)}
                allowDeselect={false}
                onChange={(value) => setOption(index, { destination: destinationOf(value) })}
              />
              <ActionIcon
                size={28}
                aria-label={t('removeOption', { number })}
                onClick={() => change({ ...step, options: step.options.filter((_, at) => at !== index) })}
              >
                <X size={16} />
              </ActionIcon>
            </div>
          );
        })}
        <Button
          size="compact-sm"
          leftSection={<Plus size={14} />}
          disabled={step.options.length >= 9}
          onClick={() =>
            change({
              ...step,
              options: [...step.options, { label: '', destination: { to: 'department', departmentId: '' } }],
            })
          }
        >
          {t('addOption')}
        </Button>
      </fieldset>
      <AgainFields step={step} change={change} />
    </>
  );
}

function destinationOf(value: string | null): Destination {
  const [to, id = ''] = (value ?? '').split(' ');
  return to === 'step' ? { to, stepId: id } : { to: 'department', departmentId: id };
}
