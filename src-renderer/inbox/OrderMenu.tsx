import { ActionIcon, Menu } from '@mantine/core';
import { ArrowDownNarrowWide, ArrowUpNarrowWide } from 'lucide-react';
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
        <ActionIcon size={28} aria-label={`${t('order.label')}: ${t(`order.${order}`)}`} title={t('order.label')}>
          <Icon size={18} strokeWidth={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('order.label')}</Menu.Label>
        <Menu.RadioGroup value={order}>
          {orders.map((one) => (
            <Menu.RadioItem key={one} value={one} closeMenuOnClick onChange={() => setFilter({ order: one })}>
              {t(`order.${one}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
