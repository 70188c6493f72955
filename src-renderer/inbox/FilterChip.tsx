import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './InboxPane.module.css';
import { plain } from './plain.ts';

interface Props {
  name: string;
  options: readonly { id: string; name: string }[];
  chosen: readonly string[];
  choose(ids: string[]): void;
}

/** Above this many options a field to find one is worth its place. */
const SEARCH_FROM = 8;

/** A filter of several values: any of the ticked ones. */
export function FilterChip({ name, options, chosen, choose }: Props) {
  const { t } = useTranslation('inbox');
  const [text, setText] = useState('');
  const listed = options.filter((option) => plain(option.name).includes(plain(text)));
  const only = chosen.length === 1 ? options.find((option) => option.id === chosen[0])?.name : undefined;
  const label = only ?? (chosen.length > 0 ? `${name}: ${chosen.length}` : name);
  return (
    <Popover position="bottom-start" width={260} trapFocus onClose={() => setText('')}>
      <Popover.Target>
        <button
          type="button"
          className={`${styles.chip} ${chosen.length > 0 ? styles.on : ''}`}
          aria-label={only === undefined ? label : `${name}: ${only}`}
        >
          {label}
          <ChevronDown size={14} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={name}>
        {options.length >= SEARCH_FROM && (
          <TextInput
            aria-label={t('filter.search', { name: name.toLocaleLowerCase() })}
            placeholder={t('filter.search', { name: name.toLocaleLowerCase() })}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <div className={styles.options}>
          {listed.map((option) => (
            <Checkbox
              key={option.id}
              label={option.name}
              checked={chosen.includes(option.id)}
              onChange={(event) =>
                choose(event.currentTarget.checked ? [...chosen, option.id] : chosen.filter((id) => id !== option.id))
              }
            />
          ))}
          {listed.length === 0 && <span className={styles.none}>{t('filter.none')}</span>}
        </div>
        {chosen.length > 0 && (
          <Button variant="subtle" size="compact-sm" mt={8} onClick={() => choose([])}>
            {t('filter.clearOne')}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
