/** A recording under way. It ends once, by `finish` or `discard`; then the microphone is let go. */
export interface Recording {
  paused(): boolean;
  /** Milliseconds of sound so far; pauses do not count. */
  elapsed(): number;
  /** How loud it is now, from 0 to 1. */
  level(): number;
  pause(): void;
  resume(): void;
  /** Everything recorded, as the browser writes it (WebM with Opus). */
  finish(): Promise<Blob>;
  discard(): void;
}

/** What is used of the browser's recorder, so that a test can be one. */
export interface SoundRecorder extends EventTarget {
  start(sliceMs: number): void;
  stop(): void;
  pause(): void;
  resume(): void;
}

/** Given out this often: what was said is in our hands even if the recorder dies. */
const SLICE_MS = 1_000;

export function startRecording(deps: {
  recorder: SoundRecorder;
  /** Now, from 0 to 1. */
  level(): number;
  /** Lets the microphone go. */
  release(): void;
  /** Milliseconds, never set back. */
  now(): number;
  mime: string;
}): Recording {
  const { recorder, now } = deps;
  const parts: Blob[] = [];
  let before = 0;
  let since: number | null = now();
  let ended: Promise<Blob> | null = null;

  recorder.addEventListener('dataavailable', (event) => {
    if ('data' in event && event.data instanceof Blob && event.data.size > 0) parts.push(event.data);
  });
  const stopped = new Promise<void>((done) => {
    recorder.addEventListener('stop', () => done(), { once: true });
    // The microphone was pulled out: what was recorded until then counts.
    recorder.addEventListener('error', () => done(), { once: true });
  });
  recorder.start(SLICE_MS);

  const elapsed = () => before + (since === null ? 0 : now() - since);
  const hold = () => {
    before = elapsed();
    since = null;
  };

  async function end(): Promise<Blob> {
    hold();
    recorder.stop();
    await stopped;
    deps.release();
    return new Blob(parts, { type: deps.mime });
  }

  return {
    paused: () => since === null,
    elapsed,
    level: () => (since === null ? 0 : deps.level()),
    pause() {
      if (since === null || ended !== null) return;
      hold();
      recorder.pause();
    },
    resume() {
      if (since !== null || ended !== null) return;
      since = now();
      recorder.resume();
    },
    finish() {
      ended ??= end();
      return ended;
    },
    discard() {
      ended ??= end();
      ended.catch(() => undefined);
    },
  };
}
