import { useMemo } from 'react';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import type { SavedText } from '../../../src-shared/protocol/entities.ts';
import { fillSavedText, type SavedTextValues, savedTextValues } from '../../../src-shared/rules/saved-text.ts';
import { useWatch } from '../../bridge/hooks.tsx';
import { insertSavedText, matchingSavedTexts, savedTextQuery } from './saved-texts.ts';
import { type SignList, useSignList } from './use-sign-list.ts';

const SHOWN = 8;

interface Deps {
  enabled: boolean;
  conversation: ConversationView;
  text: string;
  /** Puts the text in the field and marks a stretch of it. */
  put(text: string, from: number, to: number): void;
}

export interface SavedTexts extends SignList<SavedText> {
  /** As it would be inserted now. */
  preview(text: SavedText): string;
  /** What is written with its variables filled in, and those that nothing is known for: they keep it from being sent. */
  filled: { text: string; empty: string[] };
}

const none: SavedText[] = [];

/** «Respostas rápidas»: the list that opens by «/» while an answer is written (B5). */
export function useSavedTexts({ enabled, conversation, text, put }: Deps): SavedTexts {
  const saved = useWatch('directory', {})?.savedTexts ?? none;
  const values = useValues(conversation);
  const filled = useMemo(() => {
    const { text: words, empty } = fillSavedText(text, values());
    return { text: words, empty: empty.map((name) => `{{${name}}}`) };
  }, [text, values]);

  const preview = (one: SavedText) => fillSavedText(one.text, values()).text;
  const list = useSignList({
    enabled,
    queryAt: savedTextQuery,
    find: (words) => matchingSavedTexts(saved, conversation.departmentId, words).slice(0, SHOWN),
    // A path or a date is no search for a saved text.
    longest: 8,
    insert(one, query, caret) {
      const next = insertSavedText(text, query, caret, preview(one));
      put(next.text, next.from, next.to);
    },
  });
  return { ...list, preview, filled };
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
