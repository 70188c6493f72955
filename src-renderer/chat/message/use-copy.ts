import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { announceDone, announceProblem } from '../outcome/announce.ts';

/** Puts words on the clipboard and says so; the system may refuse it. */
export function useCopy(): (words: string, done: string) => void {
  const { t } = useTranslation('chat');
  return useCallback(
    (words, done) => {
      navigator.clipboard.writeText(words).then(
        () => announceDone(done),
        () => announceProblem(t('message.copyRefused')),
      );
    },
    [t],
  );
}
