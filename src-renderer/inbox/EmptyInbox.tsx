import { Button } from '@mantine/core';
import { FilterX, Inbox } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { InboxFilter } from '../../src-shared/bridge/views.ts';
import { useRoute } from '../app/route.tsx';
import styles from './EmptyInbox.module.css';
import { isFiltered } from './filters/facets.ts';
import { useClearFilter } from './filters/use-saved.ts';

/** Why there is nothing here, and what could be done about it. */
export function EmptyInbox({ filter }: { filter: InboxFilter }) {
  const { t } = useTranslation('inbox');
  const setFilter = useRoute((route) => route.setFilter);
  const clear = useClearFilter();
  const filtered = isFiltered(filter);
  const key = filtered ? 'filtered' : filter.status === 'open' ? filter.tab : filter.status;
  const Icon = filtered ? FilterX : Inbox;
  return (
    <div className={styles.empty} role="status">
      <Icon size={32} strokeWidth={1.25} aria-hidden="true" />
      <h2>{t(`empty.${key}.title`)}</h2>
      <p>{t(`empty.${key}.hint`)}</p>
      {filtered && (
        <Button mt={8} onClick={clear}>
          {t('filter.clear')}
        </Button>
      )}
      {key === 'mine' && (
        <Button mt={8} onClick={() => setFilter({ tab: 'unassigned' })}>
          {t('empty.showUnassigned')}
        </Button>
      )}
    </div>
  );
}
