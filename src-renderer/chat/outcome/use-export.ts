import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../bridge/hooks.tsx';
import { announceDone, announceProblem } from './announce.ts';

/** Writes a conversation to a PDF file and says where it went, or why not. */
export function useExport(): (conversationId: string) => Promise<void> {
  const { t } = useTranslation('chat');
  const exportTranscript = useAction('transcript.export');
  return useCallback(
    async (conversationId) => {
      try {
        const done = await exportTranscript({ conversationId });
        if (done.ok) announceDone(t('export.done', { name: done.fileName }));
        else if (done.reason !== 'cancelled') announceProblem(t(`export.${done.reason}`));
      } catch (error) {
        console.error(error);
        announceProblem(t('export.failed'));
      }
    },
    [exportTranscript, t],
  );
}
