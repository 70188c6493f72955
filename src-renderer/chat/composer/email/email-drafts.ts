import type { EmailDraft } from '../../../../src-shared/bridge/email-draft.ts';
import type { Bridge } from '../../../bridge/contract.ts';
import { SAVE_AFTER_MS } from '../use-drafts.ts';

/** What an answer by e-mail that is being written has besides its text and its files. */
export interface WrittenEmail {
  /** Empty: the thread's own with «Re:». */
  subject: string;
  cc: readonly string[];
  bcc: readonly string[];
  quoteHistory: boolean;
  /** Fields of copies that were asked for, though nothing may stand in them yet. */
  opened: readonly CopyField[];
}

export type CopyField = 'cc' | 'bcc';

export interface EmailDraftsDeps {
  load(conversationId: string): Promise<EmailDraft | null>;
  save(conversationId: string, email: EmailDraft | null): Promise<unknown>;
  /** How long after the last change a draft goes to disk (milliseconds). */
  delayMs: number;
}

/** By conversation, kept on disk: copies must not be lost by looking elsewhere, nor by a restart (B7). */
export interface EmailDrafts {
  of(conversationId: string): WrittenEmail;
  /** Reads what was kept, once; what is changed meanwhile is newer. Resolves when it was read, or could not be. */
  open(conversationId: string): Promise<void>;
  change(conversationId: string, change: Partial<WrittenEmail>): void;
  /** It went out. */
  clear(conversationId: string): void;
  /** Saves at once what still waits. */
  flush(): void;
  subscribe(changed: () => void): () => void;
}

export const emptyEmail: WrittenEmail = { subject: '', cc: [], bcc: [], quoteHistory: false, opened: [] };

/** What is kept of it: a field that was only opened is opened again with a click. */
function kept({ subject, cc, bcc, quoteHistory }: WrittenEmail): EmailDraft | null {
  const isEmpty = subject === '' && cc.length === 0 && bcc.length === 0 && !quoteHistory;
  return isEmpty ? null : { subject, cc: [...cc], bcc: [...bcc], quoteHistory };
}

export function createEmailDrafts({ load, save, delayMs }: EmailDraftsDeps): EmailDrafts {
  const drafts = new Map<string, WrittenEmail>();
  const opened = new Map<string, Promise<void>>();
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const listeners = new Set<() => void>();
  const of = (conversationId: string) => drafts.get(conversationId) ?? emptyEmail;

  function store(conversationId: string): void {
    clearTimeout(waiting.get(conversationId));
    waiting.delete(conversationId);
    // A full disk is told by the text's own draft.
    void save(conversationId, kept(of(conversationId))).catch(() => undefined);
  }

  function set(conversationId: string, draft: WrittenEmail): void {
    drafts.set(conversationId, draft);
    for (const listener of listeners) listener();
  }

  return {
    of,
    open(conversationId) {
      const reading =
        opened.get(conversationId) ??
        load(conversationId).then(
          (email) => {
            if (email !== null && !drafts.has(conversationId)) set(conversationId, { ...emptyEmail, ...email });
          },
          () => void opened.delete(conversationId),
        );
      opened.set(conversationId, reading);
      return reading;
    },
    change(conversationId, change) {
      clearTimeout(waiting.get(conversationId));
      waiting.set(
        conversationId,
        setTimeout(() => store(conversationId), delayMs),
      );
      set(conversationId, { ...of(conversationId), ...change });
    },
    clear(conversationId) {
      if (!drafts.has(conversationId)) return;
      set(conversationId, emptyEmail);
      store(conversationId);
    },
    flush() {
      for (const conversationId of [...waiting.keys()]) store(conversationId);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const known = new WeakMap<Bridge, EmailDrafts>();

/** One for the window, whichever conversation it shows. */
export function emailDraftsOf(bridge: Bridge): EmailDrafts {
  const drafts =
    known.get(bridge) ??
    createEmailDrafts({
      load: (conversationId) => bridge.query('draft.email', { conversationId }),
      save: (conversationId, email) => bridge.action('draft.saveEmail', { conversationId, email }),
      delayMs: SAVE_AFTER_MS,
    });
  known.set(bridge, drafts);
  return drafts;
}
