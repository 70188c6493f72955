import { NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../src-shared/bridge/views.ts';
import { collectedKindSchema, type Step } from '../../../src-shared/protocol/automations.ts';
import { GrowingTextarea } from '../../ui/GrowingTextarea.tsx';
import { plainTemplates } from './draft.ts';

interface Props {
  step: Exclude<Step, { type: 'menu' }>;
  directory: Directory;
  change(step: Step): void;
}

const optionsOf = (items: readonly { id: string; name: string }[]) =>
  items.map(({ id, name }) => ({ value: id, label: name }));

/** The fields of every kind of step but the menu. */
export function StepFields({ step, directory, change }: Props) {
  const { t } = useTranslation('automations');
  switch (step.type) {
    case 'sendText':
      return (
        <GrowingTextarea
          label={t('text')}
          description={t('variables')}
          minRows={2}
          maxRows={10}
          maxLength={4_096}
          value={step.text}
          onChange={(event) => change({ ...step, text: event.currentTarget.value })}
        />
      );
    case 'sendTemplate':
      return (
        <Select
          label={t('template')}
          searchable
          nothingFoundMessage={t('noTemplates')}
          data={plainTemplates(directory).map(({ id, name, language }) => ({
            value: id,
            label: `${name} (${language})`,
          }))}
          value={step.templateId}
          onChange={(templateId) => change({ ...step, templateId: templateId ?? '' })}
        />
      );
    case 'collect':
      return <CollectFields step={step} change={change} />;
    case 'tag':
      return (
        <Select
          label={t('tag')}
          searchable
          data={optionsOf(directory.tags)}
          value={step.tagId}
          onChange={(tagId) => change({ ...step, tagId: tagId ?? '' })}
        />
      );
    case 'moveDeal':
      return <DealFields step={step} directory={directory} change={change} />;
    case 'wait':
      return (
        <NumberInput
          label={t('minutes')}
          description={t('waitHint')}
          min={1}
          max={10_080}
          allowDecimal={false}
          value={step.minutes}
          onChange={(value) => change({ ...step, minutes: Number(value) || 1 })}
        />
      );
    case 'transfer':
      return (
        <Select
          label={t('department')}
          data={optionsOf(directory.departments)}
          value={step.departmentId}
          onChange={(departmentId) => change({ ...step, departmentId: departmentId ?? '' })}
        />
      );
    case 'finish':
      return (
        <Select
          label={t('reason')}
          placeholder={t('noReason')}
          clearable
          searchable
          data={optionsOf(directory.reasons.filter(({ active }) => active))}
          value={step.reasonId}
          onChange={(reasonId) => change({ ...step, reasonId })}
        />
      );
  }
}

/** A stage is chosen together with its pipeline. */
function DealFields(props: {
  step: Extract<Step, { type: 'moveDeal' }>;
  directory: Directory;
  change(step: Step): void;
}) {
  const { t } = useTranslation('automations');
  const { step, directory, change } = props;
  return (
    <Select
      label={t('stage')}
      description={t('stageHint')}
      searchable
      nothingFoundMessage={t('noStages')}
      data={directory.pipelines.map(({ name, stages }) => ({ group: name, items: optionsOf(stages) }))}
      value={step.stageId}
      onChange={(stageId) => {
        const pipeline = directory.pipelines.find(({ stages }) => stages.some(({ id }) => id === stageId));
        change({ ...step, pipelineId: pipeline?.id ?? '', stageId: stageId ?? '' });
      }}
    />
  );
}

function CollectFields(props: { step: Extract<Step, { type: 'collect' }>; change(step: Step): void }) {
  const { t } = useTranslation('automations');
  const { step, change } = props;
  return (
    <>
      <Select
        label={t('collectKind')}
        data={collectedKindSchema.options.map((kind) => ({ value: kind, label: t(`collected.${kind}`) }))}
        value={step.kind}
        allowDeselect={false}
        onChange={(value) => {
          const kind = collectedKindSchema.safeParse(value);
          if (kind.success) change({ ...step, kind: kind.data, label: t(`collected.${kind.data}`) });
        }}
      />
      <TextInput
        label={t('label')}
        description={t('labelHint')}
        maxLength={60}
        value={step.label}
        onChange={(event) => change({ ...step, label: event.currentTarget.value })}
      />
      <GrowingTextarea
        label={t('text')}
        minRows={1}
        maxRows={6}
        maxLength={4_096}
        value={step.text}
        onChange={(event) => change({ ...step, text: event.currentTarget.value })}
      />
      <AgainFields step={step} change={change} />
    </>
  );
}

/** What is said when an answer does not fit, and how often. */
export function AgainFields(props: { step: Extract<Step, { type: 'menu' | 'collect' }>; change(step: Step): void }) {
  const { t } = useTranslation('automations');
  const { step, change } = props;
  return (
    <>
      <GrowingTextarea
        label={t('invalidText')}
        minRows={1}
        maxRows={6}
        maxLength={4_096}
        value={step.invalidText}
        onChange={(event) => change({ ...step, invalidText: event.currentTarget.value })}
      />
      <NumberInput
        label={t('retries')}
        min={0}
        max={5}
        allowDecimal={false}
        value={step.retries}
        onChange={(value) => change({ ...step, retries: Math.min(5, Math.max(0, Number(value) || 0)) })}
      />
    </>
  );
}
