import { SearchX } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '../../src-shared/bridge/views.ts';
import { useRoute } from '../app/route.tsx';
import { useQuery } from '../bridge/hooks.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Highlighted } from '../ui/Highlighted.tsx';
import { useServerNow } from '../ui/now.tsx';
import { cardTime } from '../ui/times.ts';
import empty from './EmptyInbox.module.css';
import styles from './SearchResults.module.css';
import { RESULTS_ID } from './search-ids.ts';

const LIMIT = 60;

const keyOf = (hit: SearchHit) => hit.message?.id ?? hit.conversationId;

/** What this machine knows about the words, offline too: contacts and protocols first, then messages, newest first. */
export function SearchResults({ text }: { text: string }) {
  const { t } = useTranslation('inbox');
  const { data, loading } = useQuery('search', { text, limit: LIMIT });
  const openConversation = useRoute((route) => route.openConversation);
  const [active, setActive] = useState(0);
  const hits = data?.hits ?? [];
  const groups = [
    { key: 'contacts', hits: hits.filter((hit) => hit.message === null) },
    { key: 'messages', hits: hits.filter((hit) => hit.message !== null) },
  ] as const;
  const ordered = groups.flatMap((group) => group.hits);
  const at = Math.min(active, Math.max(0, ordered.length - 1));

  const open = (hit: SearchHit | undefined) => {
    if (hit !== undefined) openConversation(hit.conversationId, hit.message?.id);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive(Math.min(at + 1, ordered.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(at - 1, 0));
    else if (event.key === 'Enter') open(ordered[at]);
    else return;
    event.preventDefault();
  };

  const onClick = (event: MouseEvent) => {
    const option = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    if (option !== null) open(ordered[Number(option.getAttribute('data-index'))]);
  };

  if (data === undefined && loading) {
    return (
      <div className={empty.empty} role="status">
        {t('search.searching')}
      </div>
    );
  }
  if (ordered.length === 0) {
    return (
      <div className={empty.empty} role="status">
        <SearchX size={32} strokeWidth={1.25} aria-hidden="true" />
        <h2>{t('search.empty', { text })}</h2>
        <p>{t('search.emptyHint')}</p>
      </div>
    );
  }
  const activeHit = ordered[at];
  return (
    <div
      id={RESULTS_ID}
      className={styles.results}
      role="listbox"
      tabIndex={0}
      aria-label={t('search.results')}
      aria-activedescendant={activeHit === undefined ? undefined : `hit-${keyOf(activeHit)}`}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      {groups.map(
        (group) =>
          group.hits.length > 0 && (
            <fieldset key={group.key} className={styles.fieldset} aria-label={t(`search.${group.key}`)}>
              <div className={styles.group} aria-hidden="true">
                {t(`search.${group.key}`)}
              </div>
              {group.hits.map((hit) => (
                <Hit key={keyOf(hit)} hit={hit} index={ordered.indexOf(hit)} active={hit === activeHit} />
              ))}
            </fieldset>
          ),
      )}
    </div>
  );
}

function Hit({ hit, index, active }: { hit: SearchHit; index: number; active: boolean }) {
  const { t, i18n } = useTranslation('inbox');
  const now = useServerNow(60_000);
  return (
    <div
      id={`hit-${keyOf(hit)}`}
      className={`${styles.hit} ${active ? styles.active : ''}`}
      role="option"
      aria-selected={active}
      tabIndex={-1}
      ref={(element) => {
        if (active) element?.scrollIntoView?.({ block: 'nearest' });
      }}
      data-index={index}
    >
      <Avatar name={hit.title} channel={hit.channel} />
      <div className={styles.body}>
        <div className={styles.head}>
          <b title={hit.title}>{hit.title}</b>
          {hit.message !== null && (
            <time dateTime={new Date(hit.message.at).toISOString()}>
              {cardTime(hit.message.at, now, i18n.language, t('yesterday'))}
            </time>
          )}
        </div>
        <div className={styles.excerpt}>
          {hit.message?.direction === 'outbound' && `${t('search.you')}: `}
          <Highlighted text={hit.excerpt} marks={hit.marks} />
        </div>
        <div className={styles.small}>
          {[t('search.protocol', { protocol: hit.protocol }), hit.status === 'finished' ? t('card.finished') : null]
            .filter((part) => part !== null)
            .join(' · ')}
        </div>
      </div>
    </div>
  );
}
