import { useTranslation } from 'react-i18next';
import type { Person } from '../../../src-shared/protocol/entities.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import styles from './MentionList.module.css';

interface Props {
  id: string;
  people: readonly Person[];
  active: number;
  choose(person: Person): void;
}

export const mentionOptionId = (listId: string, person: Person): string => `${listId}-${person.id}`;

/** Colleagues to name in a note. The field keeps the focus; arrows, Enter and Esc are its. */
export function MentionList({ id, people, active, choose }: Props) {
  const { t } = useTranslation('chat');
  return (
    <div id={id} className={styles.list} role="listbox" aria-label={t('composer.mentions')} tabIndex={-1}>
      {people.length === 0 && <p className={styles.none}>{t('composer.noMention')}</p>}
      {people.map((person, index) => (
        <div
          key={person.id}
          id={mentionOptionId(id, person)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={styles.option}
          // The field must not lose the focus to the pointer.
          onMouseDown={(event) => {
            event.preventDefault();
            choose(person);
          }}
        >
          <Avatar name={person.name} presence={person.presence.state} />
          <span>{person.name}</span>
          <small>{t(`transfer.presence.${person.presence.state}`)}</small>
        </div>
      ))}
    </div>
  );
}
