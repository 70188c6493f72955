import { ActionIcon, Menu } from '@mantine/core';
import { ArrowDownNarrowWide, ArrowUpNarrowWide, Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { InboxOrder } from '../../src-shared/bridge/views.ts';
import { useRoute } from '../app/route.tsx';

const orders: InboxOrder[] = ['newest', 'oldest'];

export function OrderMenu() {
  const { t } = useTranslation('inbox');
  const order = useRoute((route) => route.filter.order);
  const setFilter = useRoute((route) => route.setFilter);
  const Icon = order === 'newest' ? ArrowDownNarrowWide : ArrowUpNarrowWide;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`${t('order.label')}: ${t(`order.${order}`)}`} title={t('order.label')}>
          <Icon size={18} strokeWidth={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('order.label')}</Menu.Label>
        {orders.map((one) => (
          <Menu.Item
            key={one}
            role="menuitemradio"
            aria-checked={one === order}
            rightSection={one === order ? <Check size={14} /> : null}
            onClick={() => setFilter({ order: one })}
          >
            {t(`order.${one}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
