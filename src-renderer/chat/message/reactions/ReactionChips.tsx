import { UnstyledButton } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Reaction } from '../../../../src-shared/protocol/content.ts';
import type { Person } from '../../../../src-shared/protocol/entities.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import styles from './Reactions.module.css';

interface Props {
  reactions: readonly Reaction[];
  customer: string;
  meId: string | null;
  people: readonly Person[];
  /** Takes our own one back, or sends it again when it failed; null: not now, or not by this person. */
  toggle: ((emoji: string) => void) | null;
}

/** What customer and team answered with one emoji, hanging from the bubble. */
export function ReactionChips({ reactions, customer, meId, people, toggle }: Props) {
  const { t } = useTranslation('chat');
  if (reactions.length === 0) return null;
  const nameOf = ({ by, authorId }: Reaction): string => {
    if (by === 'customer') return customer;
    if (authorId !== null && authorId === meId) return t('reactions.you');
    return people.find(({ id }) => id === authorId)?.name ?? t('reactions.team');
  };
  return (
    <ul className={styles.chips} aria-label={t('reactions.label')}>
      {reactions.map((reaction) => {
        const emoji = neutralise(reaction.emoji);
        const from = t('reactions.from', { emoji, name: nameOf(reaction) });
        const state = reaction.state === 'sent' ? null : t(`reactions.state.${reaction.state}`);
        const label = state === null ? from : `${from}, ${state}`;
        const shown = (
          <>
            <span aria-hidden="true">{emoji}</span>
            {reaction.state === 'failed' && <CircleAlert size={12} strokeWidth={2.25} aria-hidden="true" />}
          </>
        );
        return (
          <li key={reaction.by}>
            {reaction.by === 'business' && toggle !== null && reaction.state !== 'queued' ? (
              <UnstyledButton
                className={styles.chip}
                data-state={reaction.state}
                aria-label={`${label}. ${t(reaction.state === 'failed' ? 'reactions.again' : 'reactions.takeBack')}`}
                title={label}
                onClick={() => toggle(reaction.emoji)}
              >
                {shown}
              </UnstyledButton>
            ) : (
              <span className={styles.chip} data-state={reaction.state} role="img" aria-label={label} title={label}>
                {shown}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
