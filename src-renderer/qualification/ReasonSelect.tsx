import { CloseButton, Combobox, InputBase, useCombobox } from '@mantine/core';
import { ChevronsUpDown } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '../../src-shared/protocol/entities.ts';
import { QUALIFICATION_FIELD } from './focus.ts';
import styles from './ReasonSelect.module.css';
import { findReasons, reasonOptions } from './reason-tree.ts';

interface Props {
  /** Where another one may be on the screen; absent: the qualification's own field, which is focused by its id. */
  id?: string;
  reasons: readonly Reason[];
  value: string | null;
  onChange(reasonId: string | null): void;
  required: boolean;
  error: string | null;
  disabled: boolean;
  /** The first field of a dialog: the keyboard begins here. */
  first?: boolean;
}

/** The tree of contact reasons: searched by typing, walked with the arrows. */
export function ReasonSelect(props: Props) {
  const { id = QUALIFICATION_FIELD, reasons, value, onChange, required, error, disabled, first = false } = props;
  const { t } = useTranslation('contact');
  const [search, setSearch] = useState<string | null>(null);
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setSearch(null);
    },
  });
  const options = useMemo(() => reasonOptions(reasons), [reasons]);
  const found = useMemo(() => findReasons(options, search ?? ''), [options, search]);
  const searching = search !== null && search.trim() !== '';
  const chosen = options.find((option) => option.id === value)?.path ?? '';
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        onChange(id);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target>
        <InputBase
          id={id}
          data-autofocus={first || undefined}
          label={t('qualify.reason')}
          required={required}
          withAsterisk={required}
          error={error}
          disabled={disabled}
          placeholder={t('qualify.reasonPlaceholder')}
          value={search ?? chosen}
          title={chosen}
          rightSectionPointerEvents={value === null || disabled ? 'none' : 'all'}
          rightSection={
            value === null || disabled ? (
              <ChevronsUpDown size={16} aria-hidden="true" />
            ) : (
              <CloseButton size={24} aria-label={t('qualify.clearReason')} onClick={() => onChange(null)} />
            )
          }
          onClick={() => combobox.openDropdown()}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={() => combobox.closeDropdown()}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={264} className={styles.options} aria-label={t('qualify.reason')}>
          {found.length === 0 && <Combobox.Empty>{t('qualify.noReason')}</Combobox.Empty>}
          {found.map((option) => (
            <Combobox.Option key={option.id} value={option.id} active={option.id === value} aria-label={option.path}>
              <span
                className={styles.option}
                data-group={option.group && !searching}
                style={searching ? undefined : { paddingLeft: option.depth * 14 }}
              >
                {searching ? option.path : option.name}
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
