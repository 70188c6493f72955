import { Button } from '@mantine/core';
import { UsersRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ContactSuggestionView, ContactView } from '../../../src-shared/bridge/views.ts';
import { announceDone, announceProblem } from '../../chat/outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';
import { keepFocusNear } from '../../ui/use-focus-return.ts';
import styles from './Merge.module.css';
import { reasonWords } from './reason-words.ts';

interface Props {
  contact: ContactView;
  merge(suggestion: ContactSuggestionView): void;
  compare(suggestion: ContactSuggestionView): void;
}

/** «Pode ser a mesma pessoa» (G1), with what speaks for it. */
export function Suggestions({ contact, merge, compare }: Props) {
  const { t, i18n } = useTranslation('record');
  const refuse = useServerAction('suggestion.refuse');
  const refusalWords = useRefusalWords();
  const no = async ({ id }: ContactSuggestionView) => {
    keepFocusNear();
    const outcome = await refuse({ id });
    if (outcome.ok) announceDone(t('suggestion.refused'));
    else announceProblem(refusalWords(outcome.reason));
  };
  return (
    <ul className={styles.suggestions}>
      {contact.suggestions.map((one) => (
        <li key={one.id} className={styles.suggestion}>
          <UsersRound size={16} aria-hidden="true" />
          <div>
            <b title={one.otherTitle}>{one.otherTitle}</b>
            <p>{reasonWords(t, one.reasons, i18n.language)}</p>
            <div className={styles.answers}>
              <Button
                size="compact-sm"
                aria-label={t('suggestion.acceptOf', { name: one.otherTitle })}
                onClick={() => merge(one)}
              >
                {t('suggestion.accept')}
              </Button>
              {one.otherKnown && (
                <Button
                  size="compact-sm"
                  aria-label={t('suggestion.compareOf', { name: one.otherTitle })}
                  onClick={() => compare(one)}
                >
                  {t('suggestion.compare')}
                </Button>
              )}
              <Button
                size="compact-sm"
                variant="subtle"
                aria-label={t('suggestion.refuseOf', { name: one.otherTitle })}
                onClick={() => void no(one)}
              >
                {t('suggestion.refuse')}
              </Button>
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
