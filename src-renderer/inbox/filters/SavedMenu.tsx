import { ActionIcon, Menu } from '@mantine/core';
import { Bookmark, BookmarkCheck, CloudUpload, Pencil, Plus, RefreshCw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SavedFilterView } from '../../../src-shared/bridge/views.ts';
import { useRoute } from '../../app/route.tsx';
import { useWatch } from '../../bridge/hooks.tsx';
import styles from './Filters.module.css';
import { useChooseSaved, useSavedActions, useSavedInUse } from './use-saved.ts';

/** The filter sets kept under a name (A5): choose one, keep the present one, change or remove the one in use. */
export function SavedMenu({ className }: { className: string }) {
  const { t } = useTranslation('filters');
  const sets = useWatch('directory', {})?.savedFilters ?? [];
  const session = useWatch('session', {});
  const filter = useRoute((route) => route.filter);
  const setOverlay = useRoute((route) => route.setOverlay);
  const inUse = useSavedInUse();
  const choose = useChooseSaved();
  const { update, remove } = useSavedActions();
  const mayRemove = (saved: SavedFilterView) =>
    saved.mine || (session?.phase === 'ready' && session.person.role !== 'agent');
  const groups = [
    { key: 'mine', sets: sets.filter((one) => one.mine) },
    { key: 'shared', sets: sets.filter((one) => !one.mine) },
  ] as const;
  const current = inUse?.filter;
  const Icon = current === undefined ? Bookmark : BookmarkCheck;
  return (
    <Menu position="bottom-end" width={340}>
      <Menu.Target>
        <ActionIcon
          size={28}
          className={className}
          aria-label={current === undefined ? t('saved.menu') : t('saved.inUse', { name: current.name })}
          title={t('saved.menu')}
        >
          <Icon size={18} strokeWidth={1.75} {...(current !== undefined && { color: 'var(--accent)' })} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={styles.saved ?? ''}>
        {sets.length === 0 && <p className={styles.none}>{t('saved.none')}</p>}
        {groups.map(
          (group) =>
            group.sets.length > 0 && (
              <Menu.RadioGroup key={group.key} value={current?.id ?? ''} aria-label={t(`saved.${group.key}`)}>
                <Menu.Label>{t(`saved.${group.key}`)}</Menu.Label>
                {group.sets.map((saved) => (
                  <Menu.RadioItem key={saved.id} value={saved.id} closeMenuOnClick onChange={() => choose(saved)}>
                    <SavedLine saved={saved} />
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            ),
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<Plus size={16} />} onClick={() => setOverlay('filter.save')}>
          {t('saved.save')}
        </Menu.Item>
        {current?.mine && inUse?.changed && (
          <Menu.Item leftSection={<RefreshCw size={16} />} onClick={() => void update(current, filter)}>
            {t('saved.update', { name: current.name })}
          </Menu.Item>
        )}
        {current?.mine && (
          <Menu.Item leftSection={<Pencil size={16} />} onClick={() => setOverlay('filter.edit')}>
            {t('saved.edit', { name: current.name })}
          </Menu.Item>
        )}
        {current !== undefined && mayRemove(current) && (
          <Menu.Item leftSection={<Trash2 size={16} />} onClick={() => void remove(current)}>
            {t('saved.remove', { name: current.name })}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function SavedLine({ saved }: { saved: SavedFilterView }) {
  const { t } = useTranslation('filters');
  const department = saved.departmentName;
  const shared =
    department === null
      ? null
      : saved.mine || saved.ownerName === null
        ? t('saved.sharedWith', { department })
        : t('saved.sharedBy', { department, owner: saved.ownerName });
  return (
    <span className={styles.line}>
      <span title={saved.name}>{saved.name}</span>
      {shared !== null && <small>{shared}</small>}
      {saved.pending && <CloudUpload size={14} role="img" aria-label={t('saved.pending')} />}
    </span>
  );
}
