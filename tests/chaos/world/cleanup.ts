/**
 * What is to be undone at the end, in the opposite order; also when the end comes while something is still being opened:
 * that is waited for, and undone too.
 */
export interface Cleanup {
  /** Waits for what is opened, and remembers how it is closed. */
  open<Opened>(opening: Promise<Opened>, close: (opened: Opened) => Promise<unknown>): Promise<Opened>;
  /** Once; whoever calls again waits for the same. */
  run(): Promise<void>;
}

export function createCleanup(): Cleanup {
  const steps: Promise<() => Promise<unknown>>[] = [];
  let running: Promise<void> | null = null;

  async function undoAll(): Promise<void> {
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      const close = await step;
      // One that fails keeps nothing else from being closed.
      await close().catch((error: unknown) => process.stderr.write(`not closed: ${String(error)}\n`));
    }
  }

  return {
    async open(opening, close) {
      if (running !== null) throw new Error('everything is being closed');
      steps.push(
        opening.then(
          (opened) => () => close(opened),
          () => () => Promise.resolve(),
        ),
      );
      return opening;
    },
    run() {
      running ??= undoAll();
      return running;
    },
  };
}
