import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import Diagnostics from './Diagnostics.tsx';

/** The same where there are no settings to open it in: signed out, locked, or over whatever is being done. */
export default function DiagnosticsDialog({ opened, close }: { opened: boolean; close(): void }) {
  const { t } = useTranslation('diagnostics');
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('title')}
      size={784}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Diagnostics />
    </Modal>
  );
}
