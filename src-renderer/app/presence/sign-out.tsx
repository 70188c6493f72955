import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServerActionResult } from '../../../src-shared/bridge/contract.ts';
import { useAction } from '../../bridge/hooks.tsx';
import { refusalText } from '../refusals.ts';

type Refusal = Extract<ServerActionResult, { ok: false }>;

/** Signing out is the server's to allow: it is refused while conversations are open (F5). */
export function useSignOut(): { ask(): Promise<void>; refusal: Refusal | null; close(): void } {
  const signOut = useAction('server.session.signOut');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return {
    ask: async () => {
      const result = await signOut({});
      if (!result.ok) setRefusal(result);
    },
    refusal,
    close: () => setRefusal(null),
  };
}

export function SignOutRefused({ refusal, close }: { refusal: Refusal | null; close(): void }) {
  const { t } = useTranslation('frame');
  return (
    <Modal opened={refusal !== null} onClose={close} title={t('signOut.title')} size={440}>
      <p>
        {refusal?.reason === 'open-conversations' && t('signOut.openConversations')}
        {refusal?.reason === 'offline' && t('signOut.offline')}
        {refusal !== null &&
          refusal.reason !== 'open-conversations' &&
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
