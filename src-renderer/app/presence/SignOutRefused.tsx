import { Button, Group, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from '../../ui/use-focus-return.ts';
import { refusalText } from '../refusals.ts';
import type { Refusal } from './sign-out.ts';

/** Why signing out was refused, and what to do. */
export default function SignOutRefused({ refusal, close }: { refusal: Refusal; close(): void }) {
  useFocusReturn();
  const { t } = useTranslation('frame');
  return (
    <Modal opened onClose={close} title={t('signOut.title')} size={440}>
      <p>
        {refusal.reason === 'open-conversations' && t('signOut.openConversations')}
        {refusal.reason === 'offline' && t('signOut.offline')}
        {refusal.reason !== 'open-conversations' &&
          refusal.reason !== 'offline' &&
          t('signOut.failed', { reason: refusalText(t, refusal.reason) })}
      </p>
      <Group justify="flex-end" mt={16}>
        <Button variant="filled" onClick={close} data-autofocus>
          {t('signOut.ok')}
        </Button>
      </Group>
    </Modal>
  );
}
