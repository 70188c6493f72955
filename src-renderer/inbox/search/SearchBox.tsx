import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf, keysText } from '../../app/actions/keys.ts';
import { useRegisterAction } from '../../app/actions/registry.tsx';
import { usePreferences } from '../../app/preferences.ts';
import { useRoute } from '../../app/route.tsx';
import styles from '../InboxPane.module.css';
import { RESULTS_ID } from './SearchResults.tsx';

const action = { id: 'list.search', keys: '/' };

interface Props {
  /** The marked line of the results. */
  activeElementId?: string | undefined;
  /** Keys that may be meant for the results. */
  onKeyDown(event: KeyboardEvent): void;
}

/** Searches as the agent types; Escape ends the search. */
export function SearchBox({ activeElementId, onKeyDown }: Props) {
  const { t } = useTranslation('inbox');
  const frame = useTranslation('frame').t;
  const text = useRoute((route) => route.search);
  const setSearch = useRoute((route) => route.setSearch);
  const { shortcuts } = usePreferences();
  const field = useRef<HTMLInputElement>(null);
  const keys = keysOf(action, shortcuts);

  useRegisterAction({
    ...action,
    label: frame('actions.search'),
    group: 'inbox',
    run: () => {
      field.current?.focus();
      field.current?.select();
    },
  });

  const onKey = (event: KeyboardEvent) => {
    // While an accent or a word is being composed, keys belong to that.
    if (event.nativeEvent.isComposing) return;
    if (event.key !== 'Escape') {
      onKeyDown(event);
      return;
    }
    setSearch('');
    field.current?.blur();
    event.preventDefault();
  };

  return (
    <search className={styles.search}>
      <Search size={16} strokeWidth={1.75} aria-hidden="true" />
      <input
        ref={field}
        type="search"
        aria-label={t('search.label')}
        placeholder={t('search.label')}
        value={text}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        aria-controls={activeElementId === undefined ? undefined : RESULTS_ID}
        aria-activedescendant={activeElementId}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      {text === '' ? (
        keys !== null && <span className={styles.hint}>{keysText(keys)}</span>
      ) : (
        <button type="button" className={styles.clear} aria-label={t('search.clear')} onClick={() => setSearch('')}>
          <X size={14} />
        </button>
      )}
    </search>
  );
}
