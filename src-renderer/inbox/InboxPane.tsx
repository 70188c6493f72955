import { useTranslation } from 'react-i18next';
import { useRoute } from '../app/route.tsx';
import { OlderDrawer } from '../archive/OlderDrawer.tsx';
import { CardSkeletons } from './CardSkeletons.tsx';
import { FilterBar } from './filters/FilterBar.tsx';
import { useIsRestored } from './filters/use-kept-filter.ts';
import { InboxList } from './InboxList.tsx';
import styles from './InboxPane.module.css';
import { InboxTabs } from './InboxTabs.tsx';
import { NewConversation } from './NewConversation.tsx';
import { OrderMenu } from './OrderMenu.tsx';
import { SearchPane } from './search/SearchPane.tsx';
import { BulkPanel } from './selection/BulkPanel.tsx';
import { SelectionBar } from './selection/SelectionBar.tsx';
import { SelectionToggle } from './selection/SelectionToggle.tsx';
import { useSelection } from './selection/use-selection.ts';

/** The left pane: which conversations, and the list of them; or, while something is searched, what was found. */
export function InboxPane() {
  const { t } = useTranslation('inbox');
  const filter = useRoute((route) => route.filter);
  const search = useRoute((route) => route.search);
  const searching = search.trim() !== '';
  const { selection, selecting, setOn } = useSelection(filter);
  const leave = () => setOn(false);
  const restored = useIsRestored();
  return (
    <div className={styles.pane}>
      <div className={styles.head}>
        <h1>{t('title')}</h1>
        <SelectionToggle on={selection !== null} disabled={searching} setOn={setOn} />
        <OrderMenu />
        <NewConversation />
      </div>
      <SearchPane>
        <InboxTabs />
        <FilterBar />
        {restored ? (
          <InboxList filter={filter} selection={selection} selecting={selecting} />
        ) : (
          <CardSkeletons count={8} />
        )}
        {filter.status === 'finished' && selection === null && <OlderDrawer filter={filter} />}
        {selection !== null && <SelectionBar filter={filter} selection={selection} leave={leave} />}
      </SearchPane>
      <BulkPanel />
    </div>
  );
}
