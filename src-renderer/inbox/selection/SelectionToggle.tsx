import { ActionIcon } from '@mantine/core';
import { ListChecks } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRegisterAction } from '../../app/actions/registry.tsx';

/** «Seleção»: rows get boxes to tick. */
export function SelectionToggle({ on, disabled, setOn }: { on: boolean; disabled: boolean; setOn(on: boolean): void }) {
  const { t } = useTranslation('bulk');
  const toggle = () => setOn(!on);
  useRegisterAction({
    id: 'list.select',
    label: t('action'),
    group: 'inbox',
    keys: 's',
    enabled: () => !disabled,
    run: toggle,
  });
  return (
    <ActionIcon
      size={28}
      aria-label={t('toggle')}
      title={t('toggle')}
      aria-pressed={on}
      disabled={disabled}
      onClick={toggle}
    >
      <ListChecks size={18} strokeWidth={1.75} {...(on && { color: 'var(--accent)' })} />
    </ActionIcon>
  );
}
