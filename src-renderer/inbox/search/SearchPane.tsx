import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readSearch } from '../../../src-shared/rules/search-words.ts';
import { useRoute } from '../../app/route.tsx';
import { useAction } from '../../bridge/hooks.tsx';
import { announceProblem } from '../../chat/outcome/announce.ts';
import type { ResultLine } from './lines.ts';
import styles from './Search.module.css';
import { SearchBox } from './SearchBox.tsx';
import { elementIdOf } from './SearchLine.tsx';
import { SearchResults } from './SearchResults.tsx';
import { useResults } from './use-results.ts';

/**
 * The search box, and below it what was found; `children` while nothing is searched. The keyboard stays in the box:
 * arrows move through the results, Enter chooses.
 */
export function SearchPane({ children }: { children: ReactNode }) {
  const { t } = useTranslation('inbox');
  const text = useRoute((route) => route.search).trim();
  const wanted = readSearch(text).length === 0 ? '' : text;
  const results = useResults(wanted);
  const { choose, opening } = useChoose(results.toggle, results.older.more);
  const lines = results.sections?.flatMap((section) => section.lines) ?? [];
  const [marked, mark] = useState<string | null>(null);
  const at = Math.max(
    0,
    lines.findIndex((line) => line.id === marked),
  );
  const active = lines[at];
  const activeElementId = active === undefined ? undefined : elementIdOf(active);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to !== undefined) mark(lines[Math.min(Math.max(to, 0), lines.length - 1)]?.id ?? null);
    else if (event.key === 'Enter' && active !== undefined) choose(active);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <SearchBox activeElementId={activeElementId} onKeyDown={onKeyDown} />
      {wanted !== '' ? (
        <SearchResults
          text={text}
          results={results}
          lines={lines}
          active={active}
          activeElementId={activeElementId}
          opening={opening}
          choose={(line) => {
            mark(line.id);
            choose(line);
          }}
          onKeyDown={onKeyDown}
        />
      ) : text !== '' ? (
        <p className={styles.note} role="status">
          {t('search.tooShort')}
        </p>
      ) : (
        children
      )}
    </>
  );
}

/** Opens what was chosen at its message; what only the server has is brought to this machine first. */
function useChoose(toggle: (line: Extract<ResultLine, { kind: 'others' }>) => void, more: () => void) {
  const { t } = useTranslation('inbox');
  const openConversation = useRoute((route) => route.openConversation);
  const bring = useAction('archive.open');
  const [opening, setOpening] = useState<string | null>(null);

  async function open({ id, hit, place }: Extract<ResultLine, { kind: 'hit' }>): Promise<void> {
    const { conversationId, message } = hit;
    if (place === 'server') {
      setOpening(id);
      const brought = await bring({ conversationId, position: message?.position ?? null });
      setOpening((now) => (now === id ? null : now));
      if (!brought.ok) {
        if (brought.reason !== 'left') announceProblem(t(`search.openFailed.${brought.reason}`));
        return;
      }
    }
    openConversation(conversationId, message?.id);
  }

  const choose = (line: ResultLine) => {
    if (line.kind === 'others') toggle(line);
    else if (line.kind === 'more') more();
    else void open(line);
  };
  return { choose, opening };
}
