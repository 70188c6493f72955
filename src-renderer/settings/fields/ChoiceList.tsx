import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OrderedNames } from '../lists/OrderedNames.tsx';

interface Props {
  choices: readonly string[];
  /** The text under a field, by its path. */
  error(field: string): string | undefined;
  change(choices: string[]): void;
}

/** What may be chosen in a field. */
export function ChoiceList({ choices, error, change }: Props) {
  const { t } = useTranslation('record');
  // Choices are plain words, so each has a key of its own here.
  const [keys, setKeys] = useState<string[]>([]);
  return (
    <OrderedNames
      names={choices.map((name, index) => ({ name, key: keys[index] ?? `choice ${index}` }))}
      words={{
        title: t('settings.choices'),
        hint: t('settings.choicesHint'),
        add: t('settings.addChoice'),
        name: (number) => t('settings.choice', { number }),
        up: (number) => t('settings.choiceUp', { number }),
        down: (number) => t('settings.choiceDown', { number }),
        remove: (number) => t('settings.removeChoice', { number }),
      }}
      longest={80}
      most={100}
      error={(index) => error(index === undefined ? 'choices' : `choices.${index}`)}
      change={(names) => {
        setKeys(names.map(({ key }) => key));
        change(names.map(({ name }) => name));
      }}
    />
  );
}
