import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../app/route.tsx';
import { useWatch } from '../bridge/hooks.tsx';
import { startConnections } from '../start/known-target.ts';

/** «+ Nova conversa», where there is a number or a mailbox to begin one from. */
export function NewConversation() {
  const { t } = useTranslation('start');
  const openStart = useRoute((route) => route.openStart);
  const directory = useWatch('directory', {});
  // Until it is known the place is kept, so that nothing moves.
  const possible = directory === undefined || startConnections(directory).length > 0;
  return possible ? (
    <Button variant="filled" disabled={directory === undefined} onClick={() => openStart(null)}>
      {t('new')}
    </Button>
  ) : null;
}
