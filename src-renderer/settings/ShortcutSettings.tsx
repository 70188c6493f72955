import { ActionIcon, Button } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkKeys, keysOf, keysText, pressOf } from '../app/actions/keys.ts';
import { type AppAction, useKnownActions } from '../app/actions/registry.tsx';
import { usePreferences, useSetPreferences } from '../app/preferences.ts';
import styles from './SettingsSection.module.css';

/** Shortcuts of everything that is registered, changeable; a conflict is refused and says with what. */
export function ShortcutSettings() {
  const { t } = useTranslation('settings');
  const actions = useKnownActions();
  const { shortcuts } = usePreferences();
  const set = useSetPreferences();
  const [recording, setRecording] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<{ id: string; text: string } | null>(null);

  const take = (action: AppAction, event: KeyboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      setRecording(null);
      return;
    }
    const keys = pressOf(event);
    if (keys === null) return;
    setRecording(null);
    const check = checkKeys(keys, action.id, actions, shortcuts);
    if (check.ok) {
      setRefusal(null);
      set({ shortcuts: { ...shortcuts, [action.id]: keys } });
      return;
    }
    const text =
      check.reason === 'taken'
        ? t('shortcuts.taken', { keys: keysText(keys), action: check.by.label })
        : t('shortcuts.reserved', { keys: keysText(keys) });
    setRefusal({ id: action.id, text });
  };

  const reset = (id: string) => {
    const { [id]: _dropped, ...rest } = shortcuts;
    set({ shortcuts: rest });
    setRefusal(null);
  };

  return (
    <div className={styles.body}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('shortcuts.action')}</th>
            <th scope="col">
              <span className={styles.keys}>{t('shortcuts.keys')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {actions.map((action) => {
            const keys = keysOf(action, shortcuts);
            const isRecording = recording === action.id;
            const kept = keys === null ? t('shortcuts.none') : keysText(keys);
            const text = isRecording ? t('shortcuts.press') : kept;
            return (
              <tr key={action.id}>
                <td>
                  {action.label}
                  {refusal?.id === action.id && (
                    <span className={styles.refused} role="alert">
                      {refusal.text}
                    </span>
                  )}
                </td>
                <td>
                  <Button
                    className={styles.keys ?? ''}
                    variant={isRecording ? 'filled' : 'default'}
                    aria-label={`${t('shortcuts.change', { action: action.label })}: ${text}`}
                    onClick={() => setRecording(isRecording ? null : action.id)}
                    onBlur={() => setRecording(null)}
                    onKeyDown={(event) => {
                      if (isRecording) take(action, event);
                    }}
                  >
                    {text}
                  </Button>{' '}
                  <ActionIcon
                    aria-label={t('shortcuts.reset', { action: action.label })}
                    style={{ visibility: shortcuts[action.id] === undefined ? 'hidden' : 'visible' }}
                    onClick={() => reset(action.id)}
                  >
                    <RotateCcw size={16} />
                  </ActionIcon>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <div>
        <Button disabled={Object.keys(shortcuts).length === 0} onClick={() => set({ shortcuts: {} })}>
          {t('shortcuts.resetAll')}
        </Button>
      </div>
    </div>
  );
}
