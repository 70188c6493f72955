/**
 * Time that only goes on, for what counts how much of it passed: when a server's clock is set back, whoever asked a
 * moment ago would otherwise have to wait until it is then again. After a jump back it goes on from where it was.
 * Milliseconds, of no meaning but their differences.
 */
export function createSteadyTime(now: () => number): () => number {
  let last = now();
  let setBack = 0;
  return () => {
    const time = now() + setBack;
    if (time < last) setBack += last - time;
    last = Math.max(last, time);
    return last;
  };
}
