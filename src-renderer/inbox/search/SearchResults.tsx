import { SearchX } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useServerNow } from '../../ui/now.tsx';
import { CardSkeletons } from '../CardSkeletons.tsx';
import empty from '../EmptyInbox.module.css';
import type { ResultLine } from './lines.ts';
import styles from './Search.module.css';
import { SearchLine } from './SearchLine.tsx';
import type { Results } from './use-results.ts';

/** Where the keyboard goes from the search box. */
export const RESULTS_ID = 'search-results';

interface Props {
  text: string;
  results: Results;
  /** The lines of all sections, in order. */
  lines: readonly ResultLine[];
  active: ResultLine | undefined;
  activeElementId: string | undefined;
  opening: string | null;
  choose(line: ResultLine): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** Contacts and protocols, then messages by conversation; below them what only the server has. */
export function SearchResults({ text, results, lines, active, activeElementId, opening, choose, onKeyDown }: Props) {
  const { t } = useTranslation('inbox');
  const { sections, older } = results;
  const now = useServerNow(60_000);
  const { scroller, onScroll } = useInSight(activeElementId);
  if (sections === undefined) return <div className={empty.empty} role="status" aria-label={t('search.searching')} />;

  const onClick = (event: MouseEvent) => {
    const option = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    const line = option === null ? undefined : lines[Number(option.getAttribute('data-index'))];
    if (line !== undefined) choose(line);
  };
  const foundHere = sections.some(({ key, lines: some }) => key !== 'older' && some.length > 0);
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      data-searched={results.searched}
      aria-busy={results.searched === null}
      onScroll={onScroll}
    >
      {!foundHere && (
        <div className={styles.none} role="status">
          <SearchX size={32} strokeWidth={1.25} aria-hidden="true" />
          <h2>{t('search.empty', { text })}</h2>
          <p>{t('search.emptyHint')}</p>
        </div>
      )}
      <div
        id={RESULTS_ID}
        className={styles.results}
        role="listbox"
        tabIndex={0}
        aria-label={t('search.results')}
        aria-activedescendant={activeElementId}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        {sections.map(({ key, lines: some }) => {
          const shown = key !== 'older' ? some.length > 0 : older.state !== 'none' || some.length > 0;
          return (
            shown && (
              <fieldset key={key} className={styles.fieldset} aria-label={t(`search.${key}`)}>
                <div className={styles.group} aria-hidden="true">
                  {t(`search.${key}`)}
                </div>
                {some.map((line) => (
                  <SearchLine
                    key={line.id}
                    line={line}
                    index={lines.indexOf(line)}
                    active={line === active}
                    busy={line.id === opening}
                    now={now}
                  />
                ))}
                {key === 'messages' && results.partial && <p className={styles.note}>{t('search.partial')}</p>}
              </fieldset>
            )
          );
        })}
      </div>
      <OlderState results={results} />
    </div>
  );
}

/**
 * The marked line stays in sight. A list that stands at its top shows its first line anyway, which is marked after every
 * letter: looking where it is would make the browser lay all lines out for the answer.
 */
function useInSight(activeElementId: string | undefined) {
  const scroller = useRef<HTMLDivElement>(null);
  const isScrolled = useRef(false);
  useEffect(() => {
    if (activeElementId === undefined) return;
    const marked = document.getElementById(activeElementId);
    if (!isScrolled.current && marked?.dataset.index === '0') return;
    marked?.scrollIntoView?.({ block: 'nearest' });
  }, [activeElementId]);
  const onScroll = () => {
    isScrolled.current = (scroller.current?.scrollTop ?? 0) > 0;
  };
  return { scroller, onScroll };
}

/** What the server is doing, or why it is not asked. */
function OlderState({ results: { older, online } }: { results: Results }) {
  const { t } = useTranslation('inbox');
  if (!online) {
    return (
      <p className={styles.note} role="status">
        {t('search.olderOffline')}
      </p>
    );
  }
  if (older.state === 'asking') {
    return (
      <div role="status" aria-label={t('search.askingServer')}>
        <CardSkeletons count={2} />
      </div>
    );
  }
  if (older.state !== 'done' || older.hits.length > 0) return null;
  return (
    <p className={styles.note} role="status">
      {t('search.olderNone')}
    </p>
  );
}
