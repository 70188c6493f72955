import { useTranslation } from 'react-i18next';
import type { SavedText } from '../../../src-shared/protocol/entities.ts';
import styles from './SavedTextList.module.css';

interface Props {
  id: string;
  texts: SavedText[];
  active: number;
  preview(text: SavedText): string;
  choose(text: SavedText): void;
}

export const savedTextOptionId = (listId: string, text: SavedText): string => `${listId}-${text.id}`;

/** Saved texts to choose from, as they would read in this conversation. The field keeps the focus and the keys. */
export function SavedTextList({ id, texts, active, preview, choose }: Props) {
  const { t } = useTranslation('chat');
  return (
    <div id={id} className={styles.list} role="listbox" aria-label={t('savedText.list')} tabIndex={-1}>
      {texts.length === 0 && <p className={styles.none}>{t('savedText.none')}</p>}
      {texts.map((text, index) => (
        <div
          key={text.id}
          ref={index === active ? shown : undefined}
          id={savedTextOptionId(id, text)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={styles.option}
          // The field must not lose the focus to the pointer.
          onMouseDown={(event) => {
            event.preventDefault();
            choose(text);
          }}
        >
          <b>/{text.shortcut}</b>
          <span>{preview(text)}</span>
        </div>
      ))}
    </div>
  );
}

const shown = (option: HTMLElement | null) => option?.scrollIntoView({ block: 'nearest' });
