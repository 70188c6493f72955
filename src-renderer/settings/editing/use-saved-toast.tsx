import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { ServerActionResult } from '../../../src-shared/bridge/contract.ts';
import { refusalText } from '../../app/refusals.ts';
import { useAction } from '../../bridge/hooks.tsx';
import styles from './Editing.module.css';

export type SettingsAction = Promise<ServerActionResult>;

/** Undoes a change by its id, and says what became of it. */
export function useUndo(): (changeId: string) => Promise<boolean> {
  const { t } = useTranslation('operation');
  const { t: frame } = useTranslation('frame');
  const undo = useAction('server.settings.undo');
  return async (changeId) => {
    const result = await undo({ changeId }).catch(lost);
    if (result.ok) notifications.show({ message: t('saved.undone') });
    else {
      const why = result.reason === 'stale' ? t('saved.changedSince') : refusalText(frame, result.reason);
      notifications.show({ color: 'red', title: t('saved.notUndone'), message: why });
    }
    return result.ok;
  };
}

/** Confirms a save, with «Desfazer». */
export function useSavedToast(): (changeId: string, options?: { text?: string; undo?: boolean }) => void {
  const { t } = useTranslation('operation');
  const undo = useUndo();
  return (changeId, options = {}) => {
    const text = options.text ?? t('saved.done');
    const id = `saved-${changeId}`;
    notifications.show({
      id,
      autoClose: 8_000,
      message:
        options.undo === false ? (
          text
        ) : (
          <span className={styles.toast}>
            {text}
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => {
                notifications.hide(id);
                void undo(changeId);
              }}
            >
              {t('saved.undo')}
            </Button>
          </span>
        ),
    });
  };
}

/** The engine went away before it answered; whether it took effect shows when it is back. */
export function lost(error: unknown): Extract<ServerActionResult, { ok: false }> {
  console.error(error);
  return { ok: false, reason: 'server-error', detail: null };
}
