import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InboxFilter, InboxTab } from '../../../src-shared/bridge/views.ts';
import { inboxOrderSchema, inboxTabSchema } from '../../../src-shared/protocol/inbox-filter.ts';
import { useRoute } from '../../app/route.tsx';
import { useWatch } from '../../bridge/hooks.tsx';
import styles from './FilterPalette.module.css';
import { chosenOf, facetKeys, isFiltered, optionsOf, toggled } from './facets.ts';
import type { ListedOption } from './find.ts';
import { OptionList } from './OptionList.tsx';
import { statuses } from './statuses.ts';
import { useChooseSaved, useClearFilter, useSavedInUse } from './use-saved.ts';

/** Lines on the screen at once; whoever wants another one types. */
const LIMIT = 60;

/** A line and what it does. */
type Line = ListedOption & { act(): void };

/** Every filter by name: «vendas», «vip», «janela». Enter turns one on or off and the list follows at once. */
export function FilterPalette() {
  const { t } = useTranslation('filters');
  const opened = useRoute((route) => route.overlay === 'filters');
  const setOverlay = useRoute((route) => route.setOverlay);
  return (
    <Modal
      opened={opened}
      onClose={() => setOverlay(null)}
      title={t('palette.title')}
      size={560}
      centered={false}
      yOffset="12vh"
      padding={0}
      classNames={{ body: styles.body ?? '', header: styles.header ?? '' }}
      closeButtonProps={{ 'aria-label': t('dialog.cancel') }}
    >
      {opened && <Lines />}
    </Modal>
  );
}

function Lines() {
  const { t, i18n } = useTranslation('filters');
  const filter = useRoute((route) => route.filter);
  const counts = useWatch('inbox.counts', { filter });
  const lines = useLines();
  const count = counts?.tabs[filter.tab];
  return (
    <>
      <OptionList
        label={t('palette.title')}
        search={t('palette.placeholder')}
        options={lines}
        multiple
        limit={LIMIT}
        toggle={(key) => lines.find((line) => line.key === key)?.act()}
        empty={t('palette.empty')}
      />
      <div className={styles.foot}>
        <span>{t('palette.hint')}</span>
        <strong role="status">
          {count !== undefined && t('shown', { count, formatted: count.toLocaleString(i18n.language) })}
        </strong>
      </div>
    </>
  );
}

function useLines(): Line[] {
  const { t } = useTranslation('filters');
  const inbox = useTranslation('inbox').t;
  const filter = useRoute((route) => route.filter);
  const setFilter = useRoute((route) => route.setFilter);
  const directory = useWatch('directory', {});
  const inUse = useSavedInUse();
  const choose = useChooseSaved();
  const clear = useClearFilter();
  const line = (
    key: string,
    label: string,
    detail: string | null,
    on: boolean,
    change: Partial<InboxFilter>,
  ): Line => ({
    key,
    label,
    detail,
    depth: 0,
    color: null,
    on,
    act: () => setFilter(change),
  });

  const clearing: Line[] =
    isFiltered(filter) || filter.status !== 'open'
      ? [{ ...line('clear', t('clear'), null, false, {}), act: clear }]
      : [];
  const saved = (directory?.savedFilters ?? []).map(
    (one): Line => ({
      ...line(`saved ${one.id}`, one.name, t('palette.saved'), inUse?.filter.id === one.id && !inUse.changed, {}),
      act: () => choose(one),
    }),
  );
  const facets = facetKeys.flatMap((key) => {
    const chosen = chosenOf(filter, key);
    return optionsOf(key, directory, t).map((option): Line => {
      const facet = t(`facet.${key}`);
      const detail = option.under === null ? facet : `${facet} · ${option.under}`;
      const change = toggled(filter, key, option.id);
      return {
        ...line(`${key} ${option.id}`, option.name, detail, chosen.includes(option.id), change),
        color: option.color,
      };
    });
  });
  const status = statuses.map((one) =>
    line(`status ${one}`, inbox(`status.${one}`), t('palette.status'), filter.status === one, {
      status: filter.status === one ? 'open' : one,
    }),
  );
  const tabs = inboxTabSchema.options.map((tab: InboxTab) =>
    line(`tab ${tab}`, inbox(`tabs.${tab}`), t('palette.tab'), filter.tab === tab, { tab }),
  );
  const orders = inboxOrderSchema.options.map((order) =>
    line(`order ${order}`, inbox(`order.${order}`), t('palette.order'), filter.order === order, { order }),
  );
  return [...clearing, ...saved, ...status, ...facets, ...tabs, ...orders];
}
