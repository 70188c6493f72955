import { Menu } from '@mantine/core';
import { MessageSquare, MessageSquarePlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../app/route.tsx';
import { useWatch } from '../bridge/hooks.tsx';
import { startConnections } from '../start/known-target.ts';

/** Of which row, and where on the screen its menu opens. */
export interface RowMenuAt {
  conversationId: string;
  x: number;
  y: number;
}

/** «Ações»: one menu for the whole table, since only one row's can be open. */
export function RowMenu({ at, read, close }: { at: RowMenuAt; read(conversationId: string): void; close(): void }) {
  const { t } = useTranslation('start');
  const directory = useWatch('directory', {});
  const openStart = useRoute((route) => route.openStart);
  const possible = directory !== undefined && startConnections(directory).length > 0;
  return (
    <Menu opened onClose={close} position="bottom-end" width={240} returnFocus={false}>
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={t('rowActions')}
          style={{ position: 'fixed', left: at.x, top: at.y, width: 0, height: 0, padding: 0, border: 0 }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('rowActions')}>
        <Menu.Item
          leftSection={<MessageSquarePlus size={16} />}
          disabled={!possible}
          onClick={() => openStart({ kind: 'conversation', conversationId: at.conversationId })}
        >
          {t('rowStart')}
        </Menu.Item>
        <Menu.Item leftSection={<MessageSquare size={16} />} onClick={() => read(at.conversationId)}>
          {t('rowOpen')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
