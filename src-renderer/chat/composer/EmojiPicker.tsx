import { Loader, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { VList, type VListHandle } from 'virtua';
import styles from './EmojiPicker.module.css';
import { type Emoji, emojiRows, findEmojis, loadEmojis } from './emoji-data.ts';

const COLUMNS = 9;
const ROW = 36;

/** Emoji by name or by looking; the search keeps the focus and the arrows walk through what it found. */
export function EmojiPicker({ choose }: { choose(emoji: string): void }) {
  const { t, i18n } = useTranslation('chat');
  const id = useId();
  const [emojis, setEmojis] = useState<Emoji[] | 'loading' | 'failed'>('loading');
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const list = useRef<VListHandle>(null);
  const { language } = i18n;

  useEffect(() => {
    let current = true;
    loadEmojis(language === 'en' || language === 'es' ? language : 'pt-BR').then(
      (loaded) => {
        if (current) setEmojis(loaded);
      },
      (error: unknown) => {
        console.error(error);
        if (current) setEmojis('failed');
      },
    );
    return () => {
      current = false;
    };
  }, [language]);

  const found = useMemo(() => (typeof emojis === 'string' ? [] : findEmojis(emojis, search)), [emojis, search]);
  const rows = useMemo(() => emojiRows(found, COLUMNS), [found]);

  const move = (to: number) => {
    const next = Math.min(Math.max(0, to), found.length - 1);
    setActive(next);
    list.current?.scrollToIndex(
      rows.findIndex((row) => row.type === 'emojis' && next >= row.first && next < row.first + row.emojis.length),
      { align: 'nearest' },
    );
  };
  const keyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move(active + step);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const emoji = found[active];
      if (emoji !== undefined) choose(emoji.character);
    }
  };
  const activeId = found[active] === undefined ? undefined : `${id}-${active}`;
  return (
    <div className={styles.picker}>
      <TextInput
        data-autofocus
        leftSection={<Search size={16} />}
        placeholder={t('emoji.search')}
        aria-label={t('emoji.search')}
        aria-controls={id}
        aria-activedescendant={activeId}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setActive(0);
          list.current?.scrollTo(0);
        }}
        onKeyDown={keyDown}
      />
      <div id={id} className={styles.place} role="listbox" aria-label={t('composer.emoji')} tabIndex={-1}>
        {emojis === 'loading' && <Loader size={20} color="gray" aria-label={t('emoji.loading')} />}
        {emojis === 'failed' && <p role="alert">{t('emoji.failed')}</p>}
        {typeof emojis !== 'string' && found.length === 0 && <p>{t('emoji.none')}</p>}
        {found.length > 0 && (
          <VList ref={list} data={rows} itemSize={ROW} className={styles.list}>
            {(row) =>
              row.type === 'title' ? (
                <div key={`group ${row.group}`} className={styles.title} role="presentation">
                  {t(`emoji.groups.${row.group}`)}
                </div>
              ) : (
                <div key={row.first} className={styles.row} role="presentation">
                  {row.emojis.map((emoji, index) => (
                    <button
                      key={emoji.character}
                      id={`${id}-${row.first + index}`}
                      type="button"
                      role="option"
                      tabIndex={-1}
                      className={styles.emoji}
                      aria-selected={row.first + index === active}
                      aria-label={emoji.label}
                      title={emoji.label}
                      onClick={() => choose(emoji.character)}
                    >
                      {emoji.character}
                    </button>
                  ))}
                </div>
              )
            }
          </VList>
        )}
      </div>
    </div>
  );
}
