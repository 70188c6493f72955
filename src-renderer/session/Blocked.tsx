import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../src-shared/bridge/views.ts';
import { SessionCard } from './SessionCard.tsx';

/** The files could not be opened; nothing was damaged, and the text says what to do. */
export default function Blocked({ reason }: { reason: Extract<SessionView, { phase: 'blocked' }>['reason'] }) {
  const { t } = useTranslation('session');
  return (
    <SessionCard title={t(`blocked.${reason}.title`)} lead={t(`blocked.${reason}.text`)}>
      <Button mt={20} onClick={() => window.location.reload()}>
        {t('blocked.reload')}
      </Button>
    </SessionCard>
  );
}
