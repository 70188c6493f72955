import { type KeyboardEvent, useMemo, useState } from 'react';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import type { SavedText } from '../../../src-shared/protocol/entities.ts';
import { fillSavedText, type SavedTextValues, savedTextValues } from '../../../src-shared/rules/saved-text.ts';
import { useWatch } from '../../bridge/hooks.tsx';
import { insertSavedText, matchingSavedTexts, type SavedTextQuery, savedTextQuery } from './saved-texts.ts';

const SHOWN = 8;

interface Deps {
  enabled: boolean;
  conversation: ConversationView;
  text: string;
  /** Puts the text in the field and marks a stretch of it. */
  put(text: string, from: number, to: number): void;
}

export interface SavedTexts {
  open: boolean;
  texts: SavedText[];
  active: number;
  /** As it would be inserted now. */
  preview(text: SavedText): string;
  /** To be called whenever the text or the caret changed. */
  look(text: string, caret: number): void;
  /** True when the key was for the list. */
  key(event: KeyboardEvent, caret: number): boolean;
  choose(text: SavedText, caret: number): void;
  close(): void;
  /** What is written with its variables filled in, and those that nothing is known for: they keep it from being sent. */
  filled: { text: string; empty: string[] };
}

const none: SavedText[] = [];

/** «Respostas rápidas»: the list that opens by «/» while an answer is written (B5). */
export function useSavedTexts({ enabled, conversation, text, put }: Deps): SavedTexts {
  const saved = useWatch('directory', {})?.savedTexts ?? none;
  const values = useValues(conversation);
  const [query, setQuery] = useState<SavedTextQuery | null>(null);
  const [active, setActive] = useState(0);
  const found =
    query === null || !enabled ? [] : matchingSavedTexts(saved, conversation.departmentId, query.text).slice(0, SHOWN);
  // A path or a date is no search for a saved text.
  const open = enabled && query !== null && (found.length > 0 || query.text.length <= 8);
  const filled = useMemo(() => {
    const { text: words, empty } = fillSavedText(text, values());
    return { text: words, empty: empty.map((name) => `{{${name}}}`) };
  }, [text, values]);

  const choose = (one: SavedText, caret: number) => {
    if (query === null) return;
    const next = insertSavedText(text, query, caret, fillSavedText(one.text, values()).text);
    put(next.text, next.from, next.to);
    setQuery(null);
  };

  return {
    open,
    texts: found,
    active: Math.min(active, Math.max(0, found.length - 1)),
    preview: (one) => fillSavedText(one.text, values()).text,
    look(next, caret) {
      const now = enabled ? savedTextQuery(next, caret) : null;
      if (now?.from !== query?.from || now?.text !== query?.text) setActive(0);
      setQuery(now);
    },
    key(event, caret) {
      if (!open) return false;
      if (event.key === 'Escape') {
        setQuery(null);
        event.stopPropagation();
      } else if (found.length === 0) return false;
      else if (event.key === 'ArrowDown') setActive((active + 1) % found.length);
      else if (event.key === 'ArrowUp') setActive((active - 1 + found.length) % found.length);
      else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') {
        const one = found[active] ?? found[0];
        if (one === undefined) return false;
        choose(one, caret);
      } else return false;
      event.preventDefault();
      return true;
    },
    choose,
    close: () => setQuery(null),
    filled,
  };
}

/** What the variables stand for now; asked at the moment of use, because a greeting goes by the hour. */
function useValues(conversation: ConversationView): () => SavedTextValues {
  const session = useWatch('session', {});
  const contact = useWatch('contact', { contactId: conversation.contactId });
  const skew = useWatch('connection', {})?.clockSkewMs ?? 0;
  const { identityId, protocol } = conversation;
  const departmentName = conversation.department?.name ?? null;
  return useMemo(() => {
    const identity = contact?.identities.find(({ id }) => id === identityId);
    const ready = session?.phase === 'ready' ? session : null;
    return () =>
      savedTextValues({
        contact: { name: contact?.name ?? identity?.profileName ?? null, phone: identity?.phone ?? null },
        agentName: ready?.person.name ?? '',
        protocol,
        departmentName,
        now: Date.now() - skew,
        timeZone: ready?.workspace.timeZone ?? 'America/Sao_Paulo',
      });
  }, [contact, session, skew, identityId, protocol, departmentName]);
}
