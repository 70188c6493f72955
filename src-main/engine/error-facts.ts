/** What a log may say of something thrown: its kind and code, never its message (it may quote what a customer wrote). */
export function errorFacts(error: unknown): { error: string; code: string | null } {
  if (!(error instanceof Error)) return { error: typeof error, code: null };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { error: error.name, code };
}
