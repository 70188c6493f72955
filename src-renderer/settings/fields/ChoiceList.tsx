import { ActionIcon, Button, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import editing from '../editing/Editing.module.css';
import styles from '../pipelines/StageList.module.css';

interface Props {
  choices: readonly string[];
  /** The text under a field, by its path. */
  error(field: string): string | undefined;
  change(choices: string[]): void;
}

/** What may be chosen in a field, in order: written, moved, added and taken away. */
export function ChoiceList({ choices, error, change }: Props) {
  const { t } = useTranslation('record');
  const list = useRef<HTMLOListElement>(null);
  // Choices are plain words, of which two may be the same while they are typed; so each has a key of its own here.
  const [keys, setKeys] = useState<string[]>([]);
  const known = choices.map((_, index) => keys[index] ?? `choice ${index}`);
  const put = (next: { key: string; words: string }[]) => {
    setKeys(next.map(({ key }) => key));
    change(next.map(({ words }) => words));
  };
  const now = choices.map((words, index) => ({ words, key: known[index] ?? '' }));
  const move = (index: number, by: -1 | 1) => {
    const next = [...now];
    const [one] = next.splice(index, 1);
    if (one === undefined) return;
    next.splice(index + by, 0, one);
    put(next);
  };
  const add = () => {
    put([...now, { key: crypto.randomUUID(), words: '' }]);
    requestAnimationFrame(() => [...(list.current?.querySelectorAll('input') ?? [])].at(-1)?.focus());
  };
  const whole = error('choices');
  return (
    <fieldset className={editing.group}>
      <legend>{t('settings.choices')}</legend>
      <p className={editing.hint}>{t('settings.choicesHint')}</p>
      <ol ref={list} className={styles.list}>
        {now.map(({ key, words }, index) => {
          const number = index + 1;
          return (
            <li key={key} className={styles.stage}>
              <span className={styles.number} aria-hidden="true">
                {number}
              </span>
              <TextInput
                className={styles.name ?? ''}
                aria-label={t('settings.choice', { number })}
                value={words}
                maxLength={80}
                error={error(`choices.${index}`) ?? null}
                onChange={(event) => put(now.with(index, { key, words: event.currentTarget.value }))}
              />
              <ActionIcon
                size={28}
                aria-label={t('settings.choiceUp', { number })}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              >
                <ArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                size={28}
                aria-label={t('settings.choiceDown', { number })}
                disabled={index === choices.length - 1}
                onClick={() => move(index, 1)}
              >
                <ArrowDown size={16} />
              </ActionIcon>
              <ActionIcon
                size={28}
                aria-label={t('settings.removeChoice', { number })}
                disabled={choices.length === 1}
                onClick={() => put(now.filter((one) => one.key !== key))}
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
        <Button leftSection={<Plus size={16} />} disabled={choices.length >= 100} onClick={add}>
          {t('settings.addChoice')}
        </Button>
      </div>
    </fieldset>
  );
}
