import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from '../../ui/use-focus-return.ts';

/** A pause for a reason that is not in the menu. */
export default function OtherReason({ close, pause }: { close(): void; pause(reason: string): void }) {
  useFocusReturn();
  const { t } = useTranslation('frame');
  const [reason, setReason] = useState('');
  return (
    <Modal opened onClose={close} title={t('presence.pause')} size={380}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() === '') return;
          pause(reason.trim());
          setReason('');
          close();
        }}
      >
        <TextInput
          label={t('presence.otherReason')}
          value={reason}
          maxLength={80}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt={16}>
          <Button type="submit" variant="filled" disabled={reason.trim() === ''}>
            {t('presence.start')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
