import { useTranslation } from 'react-i18next';
import type { InboxFilter } from '../../src-shared/bridge/views.ts';
import { useRegisterAction } from '../app/actions/registry.tsx';
import { useRoute, type Wish } from '../app/route.tsx';
import { useBridge } from '../bridge/hooks.tsx';
import { nextUnread } from './next-unread.ts';
import type { RowsView } from './row-window.ts';
import type { Selecting } from './selection/use-selection.ts';

export interface ListKeys {
  filter: InboxFilter;
  rows: RowsView;
  /** Where the keyboard stands; -1: nowhere in sight. */
  activeIndex: number;
  activeId: string | null;
  openId: string | null;
  /** While rows are being ticked, what is done is meant for all of them. */
  isSelecting: boolean;
  selecting: Selecting;
  move(step: number, extending?: boolean): void;
  goTo(index: number): void;
  openActive(): void;
  focus(): void;
  /** Shows what waits. */
  release(): void;
}

const group = 'inbox' as const;

/** What the keyboard does in the list (I3), from wherever the focus is as long as nobody types. */
export function useListKeys(list: ListKeys): void {
  const { t } = useTranslation('frame');
  const { rows, activeIndex, selecting } = list;
  const label = (name: 'nextConversation' | 'previousConversation') => t(`actions.${name}`);
  const hasActive = () => activeIndex >= 0;
  useRegisterAction({
    id: 'list.next',
    label: label('nextConversation'),
    group,
    keys: 'j',
    hidden: true,
    run: () => list.move(1),
  });
  useRegisterAction({
    id: 'list.previous',
    label: label('previousConversation'),
    group,
    keys: 'k',
    hidden: true,
    run: () => list.move(-1),
  });
  useRegisterAction({
    id: 'list.open',
    label: t('actions.openConversation'),
    group,
    keys: 'o',
    hidden: true,
    enabled: hasActive,
    run: list.openActive,
  });
  useRegisterAction({
    id: 'list.pick',
    label: t('actions.pick'),
    group,
    keys: 'x',
    hidden: true,
    enabled: hasActive,
    run: () => selecting.toggle(activeIndex, rows),
  });
  useRegisterAction({
    id: 'list.extendDown',
    label: t('actions.extendDown'),
    group,
    keys: 'Shift+j',
    hidden: true,
    run: () => list.move(1, true),
  });
  useRegisterAction({
    id: 'list.extendUp',
    label: t('actions.extendUp'),
    group,
    keys: 'Shift+k',
    hidden: true,
    run: () => list.move(-1, true),
  });
  useRegisterAction({
    id: 'list.pickAll',
    label: t('actions.pickAll'),
    group,
    keys: 'Shift+s',
    run: selecting.pickAll,
  });
  useRegisterAction({
    id: 'list.focus',
    label: t('actions.focusList'),
    group,
    keys: 'Alt+l',
    hidden: true,
    run: list.focus,
  });
  useRegisterAction({
    id: 'list.news',
    label: t('actions.showNews'),
    group,
    keys: '.',
    enabled: () => rows.waiting > 0,
    run: list.release,
  });
  useUnreadKeys(list);
  useRowWishes(list);
}

function useUnreadKeys({ filter, rows, activeIndex, goTo }: ListKeys): void {
  const { t } = useTranslation('frame');
  const bridge = useBridge();
  const go = async (step: 1 | -1) => {
    const index = await nextUnread(bridge, filter, rows, activeIndex, step);
    if (index !== null) goTo(index);
  };
  useRegisterAction({
    id: 'list.nextUnread',
    label: t('actions.nextUnread'),
    group,
    keys: 'u',
    run: () => void go(1),
  });
  useRegisterAction({
    id: 'list.previousUnread',
    label: t('actions.previousUnread'),
    group,
    keys: 'Shift+u',
    run: () => void go(-1),
  });
}

/**
 * While the keyboard stands on another row than the open one, what is done is meant for that row: it is opened for it.
 * These stand in for the actions of the open conversation under the same names and keys.
 */
function useRowWishes({ activeId, activeIndex, openId, isSelecting }: ListKeys): void {
  const { t } = useTranslation('chat');
  const openFor = useRoute((route) => route.openFor);
  const id = activeIndex >= 0 && activeId !== openId && !isSelecting ? activeId : null;
  const about = (wish: Wish) => ({
    group: 'conversation' as const,
    suspended: id === null,
    run: () => {
      if (id !== null) openFor(id, wish);
    },
  });
  useRegisterAction({ id: 'conversation.take', label: t('actions.take'), keys: 'a', ...about('take') });
  useRegisterAction({ id: 'conversation.transfer', label: t('actions.transfer'), keys: 't', ...about('transfer') });
  useRegisterAction({ id: 'conversation.finish', label: t('actions.finish'), keys: 'f', ...about('finish') });
  useRegisterAction({ id: 'contact.tag', label: t('actions.tag'), keys: 'l', ...about('tag') });
}
