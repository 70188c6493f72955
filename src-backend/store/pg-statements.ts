/** Which statements are parsed and planned once for a connection, instead of each time; the pool's connections share the names. */
export interface StatementNames {
  /** undefined: it goes without one. */
  of(text: string): string | undefined;
  /** After a named statement failed: those that hold no longer are named anew. */
  failed(error: unknown): void;
}

/** Texts differ by how many rows they name, and most come seldom: one that comes so often is worth a name. */
const OFTEN = 5;
/** Each connection keeps every statement that has a name for as long as it lives. */
const MOST_NAMED = 200;
const MOST_COUNTED = 2_000;
const LONGEST = 6_000;

const nameable = /^\s*(?:select|insert|update|delete|with)\b/i;
/** A later version's migration may add a column while we run: the statement would no longer give what it gave, and fail. */
const namesAllColumns = /\b(?:select|returning)\s+\*|\.\*/i;

/** PostgreSQL's words for: what a named statement reads was changed; the session knows it no longer. */
const outdated = ['0A000', '26000'];

export function createStatementNames(): StatementNames {
  const uses = new Map<string, number>();
  const names = new Map<string, string>();
  let made = 0;

  return {
    of(text) {
      const known = names.get(text);
      if (known !== undefined || names.size >= MOST_NAMED) return known;
      if (text.length > LONGEST || !nameable.test(text) || namesAllColumns.test(text)) return;
      const count = (uses.get(text) ?? 0) + 1;
      if (count < OFTEN) {
        if (uses.size >= MOST_COUNTED) uses.clear();
        uses.set(text, count);
        return;
      }
      uses.delete(text);
      made += 1;
      const name = `turno_${made}`;
      names.set(text, name);
      return name;
    },
    failed(error) {
      if (error instanceof Error && 'code' in error && outdated.some((code) => code === error.code)) names.clear();
    },
  };
}
