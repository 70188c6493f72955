import { type RefObject, useInsertionEffect, useRef } from 'react';

/**
 * The value of the last drawing, for what runs after it (a click, a timer, an answer) and must not be made anew whenever the
 * value changes. Effects of the same drawing find it too, children's before their parent's.
 */
export function useLatest<Value>(value: Value): Readonly<RefObject<Value>> {
  const latest = useRef(value);
  useInsertionEffect(() => {
    latest.current = value;
  }, [value]);
  return latest;
}
