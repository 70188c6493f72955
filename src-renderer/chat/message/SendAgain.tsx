import { Button, Group, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from '../../ui/use-focus-return.ts';

/** Nobody knows whether the first one arrived: whoever sends again should know that it may be the second. */
export function SendAgain({ close, send }: { close(): void; send(): void }) {
  useFocusReturn();
  const { t } = useTranslation('chat');
  return (
    <Modal opened onClose={close} size={420} title={t('failed.confirm.title')}>
      <p>{t('failed.confirm.body')}</p>
      <Group justify="flex-end" gap={8} mt={16}>
        <Button onClick={close} data-autofocus>
          {t('failed.confirm.cancel')}
        </Button>
        <Button
          variant="filled"
          onClick={() => {
            close();
            send();
          }}
        >
          {t('failed.confirm.send')}
        </Button>
      </Group>
    </Modal>
  );
}
