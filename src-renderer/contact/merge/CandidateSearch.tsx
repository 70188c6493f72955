import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../ui/Avatar.tsx';
import { Highlighted } from '../../ui/Highlighted.tsx';
import styles from './Merge.module.css';
import { type Candidate, useCandidates } from './use-candidates.ts';

/** Finds the other record of the same person; arrows walk, Enter chooses. */
export function CandidateSearch({ ownIds, choose }: { ownIds: readonly string[]; choose(contactId: string): void }) {
  const { t } = useTranslation('record');
  const id = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const candidates = useCandidates(text, ownIds);
  const [kept, keep] = useState<readonly Candidate[]>([]);
  if (candidates !== undefined && candidates !== kept && (candidates.length > 0 || kept.length > 0)) keep(candidates);
  const shown = candidates ?? kept;
  const at = Math.min(active, shown.length - 1);
  const optionId = (index: number) => `${id}-${index}`;
  return (
    <>
      <TextInput
        data-autofocus
        leftSection={<Search size={16} />}
        aria-label={t('merge.search')}
        placeholder={t('merge.search')}
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={id}
        aria-activedescendant={shown.length === 0 ? undefined : optionId(at)}
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          const chosen = shown[at];
          if (step !== 0 && shown.length > 0) setActive((at + step + shown.length) % shown.length);
          else if (event.key === 'Enter' && chosen !== undefined) choose(chosen.contactId);
          else return;
          event.preventDefault();
        }}
      />
      <div id={id} role="listbox" aria-label={t('merge.found')} tabIndex={-1} className={styles.candidates}>
        {text.trim() === '' && <p className={styles.hint}>{t('merge.searchHint')}</p>}
        {text.trim() !== '' && candidates?.length === 0 && (
          <p className={styles.hint} role="status">
            {t('merge.none')}
          </p>
        )}
        {shown.map(({ contactId, hit }, index) => (
          <div
            key={contactId}
            id={optionId(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles.candidate}
            onMouseDown={(event) => {
              event.preventDefault();
              choose(contactId);
            }}
          >
            <Avatar name={hit.title} channel={hit.channel} />
            <span className={styles.who}>
              <b>{hit.title}</b>
              {hit.excerpt !== hit.title && (
                <small>
                  <Highlighted text={hit.excerpt} marks={hit.marks} />
                </small>
              )}
            </span>
          </div>
        ))}
      </div>
    </>
  );
}
