import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { announceDone, announceProblem } from '../../chat/outcome/announce.ts';
import { useRegisterAction } from '../actions/registry.tsx';
import { useRoute, useRouteStore } from '../route.tsx';
import styles from './Undo.module.css';

/** Long enough to notice a slip; afterwards the shortcut and the palette still take it back (milliseconds). */
const SHOWN_MS = 12_000;

type Run = () => Promise<string | null>;

/** Says what was done and offers to take it back: by a click, or by shortcut until something else was done. */
export function useOfferUndo(): (message: string, run: Run, about?: string) => void {
  const { t } = useTranslation('frame');
  const route = useRouteStore();
  return useCallback(
    (message, run, about) => {
      const id = crypto.randomUUID();
      const once = async () => {
        notifications.hide(id);
        if (route.getState().undo?.id !== id) return null;
        route.getState().setUndo(null);
        const problem = await run();
        if (problem === null) announceDone(t('undo.done'));
        else announceProblem(problem);
        return problem;
      };
      route.getState().setUndo({ id, about: about ?? null, run: once });
      notifications.show({
        id,
        color: 'teal',
        autoClose: SHOWN_MS,
        message: (
          <div className={styles.offer}>
            <span>{message}</span>
            <Button size="compact-sm" onClick={() => void once()}>
              {t('undo.button')}
            </Button>
          </div>
        ),
      });
    },
    [route, t],
  );
}

/** What was offered to be taken back was taken back by other means: nothing is left to offer. */
export function useWithdrawUndo(): (about: string) => void {
  const route = useRouteStore();
  return useCallback(
    (about) => {
      const { undo, setUndo } = route.getState();
      if (undo?.about !== about) return;
      notifications.hide(undo.id);
      setUndo(null);
    },
    [route],
  );
}

/** «Desfazer»: the last thing that can be taken back. */
export function UndoAction() {
  const { t } = useTranslation('frame');
  const undo = useRoute((route) => route.undo);
  useRegisterAction({
    id: 'undo.last',
    label: t('actions.undo'),
    group: 'general',
    keys: 'z',
    enabled: () => undo !== null,
    run: () => void undo?.run(),
  });
  return null;
}
