import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../src-shared/bridge/views.ts';
import type { Trigger } from '../../../src-shared/protocol/automations.ts';
import styles from './AutomationEditor.module.css';
import { newTrigger } from './draft.ts';

interface Props {
  trigger: Trigger;
  directory: Directory;
  change(trigger: Trigger): void;
}

const types = ['firstMessage', 'outOfHours', 'keyword', 'inactivity', 'manual'] as const;
const optionsOf = (items: readonly { id: string; name: string }[]) =>
  items.map(({ id, name }) => ({ value: id, label: name }));

/** When it starts, and for whom. */
export function TriggerFields({ trigger, directory, change }: Props) {
  const { t } = useTranslation('automations');
  return (
    <div className={styles.fields}>
      <Select
        label={t('trigger')}
        data={types.map((type) => ({ value: type, label: t(`triggers.${type}`) }))}
        value={trigger.type}
        allowDeselect={false}
        onChange={(value) => {
          const type = types.find((one) => one === value);
          if (type !== undefined) change(newTrigger(type));
        }}
      />
      {(trigger.type === 'firstMessage' || trigger.type === 'outOfHours') && (
        <MultiSelect
          label={t('connections')}
          description={t('connectionsHint')}
          data={optionsOf(directory.connections)}
          value={trigger.connectionIds}
          onChange={(connectionIds) => change({ ...trigger, connectionIds })}
        />
      )}
      {trigger.type === 'keyword' && (
        <WordsField words={trigger.words} change={(words) => change({ ...trigger, words })} />
      )}
      {trigger.type === 'inactivity' && (
        <>
          <NumberInput
            label={t('minutes')}
            min={1}
            max={10_080}
            allowDecimal={false}
            value={trigger.minutes}
            onChange={(value) => change({ ...trigger, minutes: Number(value) || 1 })}
          />
          <MultiSelect
            label={t('departments')}
            description={t('departmentsHint')}
            data={optionsOf(directory.departments)}
            value={trigger.departmentIds}
            onChange={(departmentIds) => change({ ...trigger, departmentIds })}
          />
        </>
      )}
    </div>
  );
}

/** The commas stay as typed; only what lies between them counts. */
function WordsField({ words, change }: { words: readonly string[]; change(words: string[]): void }) {
  const { t } = useTranslation('automations');
  const [text, setText] = useState(words.join(', '));
  return (
    <TextInput
      label={t('words')}
      description={t('wordsHint')}
      required
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        change(
          typed
            .split(',')
            .map((word) => word.trim())
            .filter((word) => word !== ''),
        );
      }}
    />
  );
}
