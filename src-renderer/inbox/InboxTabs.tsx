import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxTab } from '../../src-shared/bridge/views.ts';
import { useRegisterAction } from '../app/actions/registry.tsx';
import { useRoute } from '../app/route.tsx';
import { useWatch } from '../bridge/hooks.tsx';
import styles from './InboxPane.module.css';

const tabs: InboxTab[] = ['all', 'mine', 'unassigned'];

/** «Todos», «Meus», «Sem atendente», each with its live count under the present filters. */
export function InboxTabs() {
  const { t, i18n } = useTranslation('inbox');
  const frame = useTranslation('frame').t;
  const filter = useRoute((route) => route.filter);
  const setFilter = useRoute((route) => route.setFilter);
  const counts = useWatch('inbox.counts', { filter });
  const show = (tab: InboxTab) => setFilter({ tab });

  useRegisterAction({
    id: 'tab.all',
    label: frame('actions.tabAll'),
    group: 'inbox',
    keys: 'g 1',
    run: () => show('all'),
  });
  useRegisterAction({
    id: 'tab.mine',
    label: frame('actions.tabMine'),
    group: 'inbox',
    keys: 'g 2',
    run: () => show('mine'),
  });
  useRegisterAction({
    id: 'tab.unassigned',
    label: frame('actions.tabUnassigned'),
    group: 'inbox',
    keys: 'g 3',
    run: () => show('unassigned'),
  });

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const index = (tabs.indexOf(filter.tab) + step + tabs.length) % tabs.length;
    const next = tabs[index];
    if (next === undefined) return;
    show(next);
    const button = event.currentTarget.children[index];
    if (button instanceof HTMLElement) button.focus();
  };

  return (
    <div className={styles.tabs} role="tablist" aria-label={t('tabs.label')} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          className={styles.tab}
          aria-selected={filter.tab === tab}
          tabIndex={filter.tab === tab ? 0 : -1}
          onClick={() => show(tab)}
        >
          {t(`tabs.${tab}`)} <span>{counts?.tabs[tab].toLocaleString(i18n.language) ?? ''}</span>
        </button>
      ))}
    </div>
  );
}
