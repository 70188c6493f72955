import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { failureCause } from '../../../src-shared/rules/failure-reasons.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';

/** With a capital, for words that begin a sentence. */
export const sentence = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);

/** Our words for a code, and what to do; of a code nobody described, the provider's own text or at least the code. */
export function useFailureWords(): (code: string, detail: string | null) => { why: string; advice: string | null } {
  const { t } = useTranslation('chat');
  return useCallback(
    (code, detail) => {
      const cause = failureCause(code);
      if (cause !== null) return { why: t(`failure.${cause}.why`), advice: t(`failure.${cause}.advice`) };
      if (detail !== null && detail.trim() !== '') return { why: neutralise(detail), advice: null };
      return { why: t('failed.unknown', { code: code === '' ? '?' : code }), advice: null };
    },
    [t],
  );
}
