/**
 * An expected failure is a value, not an exception: the caller must look at `ok` before it can use `value`.
 * Exceptions stay for defects (a broken invariant, a lost disk).
 */
export type Result<Value, Refusal extends { reason: string }> = { ok: true; value: Value } | ({ ok: false } & Refusal);

export const ok = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value });

export const refuse = <Refusal extends { reason: string }>(refusal: Refusal): { ok: false } & Refusal => ({
  ok: false,
  ...refusal,
});
