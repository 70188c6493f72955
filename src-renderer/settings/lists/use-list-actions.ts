import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { refusalText } from '../../app/refusals.ts';
import { lost, type SettingsAction, useSavedToast } from '../editing/use-saved-toast.tsx';

/** Changes that need no form: removing and moving. Done one after the other; the first refusal ends it and is shown. */
export function useListActions(): { act(steps: readonly (() => SettingsAction)[], done?: string): Promise<boolean> } {
  const { t } = useTranslation('operation');
  const { t: frame } = useTranslation('frame');
  const toast = useSavedToast();
  return {
    async act(steps, done) {
      for (const step of steps) {
        const result = await step().catch(lost);
        if (!result.ok) {
          notifications.show({ color: 'red', title: t('notSaved'), message: refusalText(frame, result.reason) });
          return false;
        }
        if (done !== undefined) toast(result.id, { text: done });
      }
      return true;
    },
  };
}

/** Which of these have to get which position so that one of them moves up or down. */
export function moved<Item extends { id: string; position: number }>(
  items: readonly Item[],
  id: string,
  by: -1 | 1,
): [Item, number][] {
  const order = [...items];
  const at = order.findIndex((item) => item.id === id);
  const [item] = order.splice(at, 1);
  if (at < 0 || item === undefined) return [];
  order.splice(at + by, 0, item);
  return order.flatMap((one, position): [Item, number][] => (one.position === position ? [] : [[one, position]]));
}
