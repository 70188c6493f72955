import { Button } from '@mantine/core';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from '../editing/Editing.module.css';
import type { SettingsAction } from '../editing/use-saved-toast.tsx';
import { moved, useListActions } from './use-list-actions.ts';

interface Props<Entry> {
  entry: Entry;
  /** Those it has a place among, in their order. */
  among: readonly Entry[];
  /** What was changed and not saved would be lost by moving. */
  dirty: boolean;
  put(entry: Entry, position: number): SettingsAction;
  remove(): SettingsAction;
  /** It is out of use. */
  gone(): void;
}

/** Beside saving: one up, one down, and out of use. */
export function EntryTools<Entry extends { id: string; name: string; position: number }>({
  entry,
  among,
  dirty,
  put,
  remove,
  gone,
}: Props<Entry>) {
  const { t } = useTranslation('operation');
  const { act } = useListActions();
  const move = (by: -1 | 1) =>
    act(
      moved(among, entry.id, by).map(
        ([one, position]) =>
          () =>
            put(one, position),
      ),
    );
  return (
    <span className={styles.actions}>
      <Button aria-label={t('moveUp')} disabled={among[0]?.id === entry.id || dirty} onClick={() => void move(-1)}>
        <ArrowUp size={16} />
      </Button>
      <Button aria-label={t('moveDown')} disabled={among.at(-1)?.id === entry.id || dirty} onClick={() => void move(1)}>
        <ArrowDown size={16} />
      </Button>
      <Button
        leftSection={<Trash2 size={16} />}
        onClick={async () => {
          if (await act([remove], t('removed', { name: entry.name }))) gone();
        }}
      >
        {t('remove')}
      </Button>
    </span>
  );
}
