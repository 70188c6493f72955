export type Side = 'reply' | 'note';

export type DraftProblem = 'disk-full' | 'too-long' | 'failed';

/** What the bridge takes of one draft (`draft.save`). A longer text stays in the field; its beginning is kept. */
export const LONGEST_DRAFT = 20_000;

export interface DraftsDeps {
  load(conversationId: string, side: Side): Promise<string>;
  save(conversationId: string, side: Side, text: string): Promise<{ ok: true } | { ok: false; reason: 'disk-full' }>;
  /** How long after the last key press a draft goes to disk (milliseconds). */
  delayMs: number;
}

/** What is being written, per conversation and side, kept on disk (B7). */
export interface Drafts {
  /** undefined: not loaded yet. */
  text(conversationId: string, side: Side): string | undefined;
  open(conversationId: string, side: Side): void;
  write(conversationId: string, side: Side, text: string): void;
  /** Takes a text out that was accepted; what was typed after it meanwhile stays. */
  takeOut(conversationId: string, side: Side, text: string): void;
  /** Saves at once what still waits. */
  flush(): void;
  /** Why the last save did not keep everything on disk; null: it did. */
  problem(): DraftProblem | null;
  subscribe(changed: () => void): () => void;
}

export function createDrafts({ load, save, delayMs }: DraftsDeps): Drafts {
  const texts = new Map<string, string>();
  const loading = new Set<string>();
  const waiting = new Map<string, { timer: ReturnType<typeof setTimeout>; store: () => void }>();
  const listeners = new Set<() => void>();
  let problem: DraftProblem | null = null;

  const keyOf = (conversationId: string, side: Side) => `${side} ${conversationId}`;
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const setProblem = (next: DraftProblem | null) => {
    if (next === problem) return;
    problem = next;
    changed();
  };

  const store = (conversationId: string, side: Side) => {
    const key = keyOf(conversationId, side);
    waiting.delete(key);
    const text = texts.get(key) ?? '';
    save(conversationId, side, text.slice(0, LONGEST_DRAFT)).then(
      (saved) => setProblem(saved.ok ? (text.length > LONGEST_DRAFT ? 'too-long' : null) : saved.reason),
      () => setProblem('failed'),
    );
  };

  const write = (conversationId: string, side: Side, text: string) => {
    const key = keyOf(conversationId, side);
    texts.set(key, text);
    const before = waiting.get(key);
    if (before !== undefined) clearTimeout(before.timer);
    const storeThis = () => store(conversationId, side);
    waiting.set(key, { timer: setTimeout(storeThis, delayMs), store: storeThis });
    changed();
  };

  const flush = () => {
    for (const { timer, store: storeThis } of [...waiting.values()]) {
      clearTimeout(timer);
      storeThis();
    }
  };

  return {
    text: (conversationId, side) => texts.get(keyOf(conversationId, side)),
    open(conversationId, side) {
      const key = keyOf(conversationId, side);
      if (texts.has(key) || loading.has(key)) return;
      loading.add(key);
      const settle = (text: string) => {
        loading.delete(key);
        // What was typed before the answer came is newer than what the disk had.
        if (!texts.has(key)) texts.set(key, text);
        changed();
      };
      load(conversationId, side).then(settle, () => settle(''));
    },
    write,
    takeOut(conversationId, side, text) {
      const now = texts.get(keyOf(conversationId, side)) ?? '';
      write(conversationId, side, now.startsWith(text) ? now.slice(text.length) : now);
      flush();
    },
    flush,
    problem: () => problem,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
