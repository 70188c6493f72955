import type { Bridge } from '../../../bridge/contract.ts';

/** What an answer by e-mail has besides its text and its files. */
export interface EmailDraft {
  /** Empty: the thread's own with «Re:». */
  subject: string;
  cc: readonly string[];
  bcc: readonly string[];
  quoteHistory: boolean;
  /** Fields of copies that were asked for, though nothing may stand in them yet. */
  opened: readonly CopyField[];
}

export type CopyField = 'cc' | 'bcc';

export interface EmailDrafts {
  of(conversationId: string): EmailDraft;
  change(conversationId: string, change: Partial<EmailDraft>): void;
  /** It went out. */
  clear(conversationId: string): void;
  subscribe(changed: () => void): () => void;
}

export const emptyEmailDraft: EmailDraft = { subject: '', cc: [], bcc: [], quoteHistory: false, opened: [] };

export function createEmailDrafts(): EmailDrafts {
  const drafts = new Map<string, EmailDraft>();
  const listeners = new Set<() => void>();
  const of = (conversationId: string) => drafts.get(conversationId) ?? emptyEmailDraft;
  const changed = () => {
    for (const listener of listeners) listener();
  };
  return {
    of,
    change(conversationId, change) {
      drafts.set(conversationId, { ...of(conversationId), ...change });
      changed();
    },
    clear(conversationId) {
      if (drafts.delete(conversationId)) changed();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const known = new WeakMap<Bridge, EmailDrafts>();

/** Kept while the window is open, whichever conversation it shows: copies must not be lost by looking elsewhere. */
export function emailDraftsOf(bridge: Bridge): EmailDrafts {
  const drafts = known.get(bridge) ?? createEmailDrafts();
  known.set(bridge, drafts);
  return drafts;
}
