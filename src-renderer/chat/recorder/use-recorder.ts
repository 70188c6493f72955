import { useCallback, useEffect, useRef, useState } from 'react';
import { useLatest } from '../../ui/latest.ts';
import { recordFrom } from './browser-recording.ts';
import { type MicrophoneProblem, openMicrophone } from './microphone.ts';
import type { Recording } from './recording.ts';

export type RecorderStep =
  | { step: 'idle' }
  | { step: 'asking' }
  | { step: 'recording'; recording: Recording; paused: boolean }
  /** Ended, to be heard before it is sent. `url` is of this window. */
  | { step: 'ready'; sound: Blob; url: string; elapsed: number }
  | { step: 'preparing' };

export type RecorderProblem = MicrophoneProblem | 'empty' | 'failed';

export interface Recorder {
  now: RecorderStep;
  problem: RecorderProblem | null;
  dismiss(): void;
  start(): void;
  pauseOrResume(): void;
  /** Ends the recording, so that it can be heard. */
  end(): void;
  cancel(): void;
  /** Ends it and hands it over, as a file that the channel takes. */
  send(): void;
}

export const LONGEST_MS = 15 * 60_000;
/** Shorter than this somebody only touched the button. */
const SHORTEST_MS = 300;
const LOOK_MS = 250;

/**
 * The recording of one conversation's composer. Nothing that was recorded is lost by leaving: what was not sent nor thrown
 * away is handed over with `sent` false, to wait among the attachments.
 */
export function useRecorder(take: (sound: Blob, sent: boolean) => Promise<void>): Recorder {
  const [now, setNow] = useState<RecorderStep>({ step: 'idle' });
  const [problem, setProblem] = useState<RecorderProblem | null>(null);
  // What an effect's end and a timer need is the newest, not that of their render.
  const latest = useRef(now);
  const handOver = useLatest(take);
  const gone = useRef(false);

  const go = useCallback((next: RecorderStep) => {
    const former = latest.current;
    if (former.step === 'ready' && !(next.step === 'ready' && next.url === former.url)) URL.revokeObjectURL(former.url);
    latest.current = next;
    setNow(next);
  }, []);

  const give = useCallback(
    async (recorded: Blob, elapsed: number, sent: boolean) => {
      go({ step: 'preparing' });
      const failed = await prepare(recorded, elapsed, (sound) => handOver.current(sound, sent));
      if (failed !== null) setProblem(failed);
      go({ step: 'idle' });
    },
    [go, handOver],
  );

  const end = useCallback(() => {
    const { current } = latest;
    if (current.step !== 'recording') return;
    const { recording } = current;
    const elapsed = recording.elapsed();
    go({ step: 'preparing' });
    void recording.finish().then((sound) => {
      if (gone.current) return give(sound, elapsed, false);
      go({ step: 'ready', sound, url: URL.createObjectURL(sound), elapsed });
    });
  }, [go, give]);

  useEffect(() => {
    if (now.step !== 'recording') return;
    const { recording } = now;
    const timer = setInterval(() => {
      if (recording.elapsed() >= LONGEST_MS) end();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [now, end]);

  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      const { current } = latest;
      if (current.step === 'recording') {
        const elapsed = current.recording.elapsed();
        void current.recording.finish().then((sound) => give(sound, elapsed, false));
      }
      if (current.step === 'ready') void give(current.sound, current.elapsed, false);
    };
  }, [give]);

  return {
    now,
    problem,
    dismiss: () => setProblem(null),
    start() {
      if (latest.current.step !== 'idle') return;
      setProblem(null);
      go({ step: 'asking' });
      void openMicrophone().then((opened) => {
        if (!opened.ok) {
          setProblem(opened.problem);
          return go({ step: 'idle' });
        }
        // Left or cancelled while the browser asked.
        if (gone.current || latest.current.step !== 'asking') {
          for (const track of opened.stream.getTracks()) track.stop();
          return;
        }
        go({ step: 'recording', recording: recordFrom(opened.stream), paused: false });
      });
    },
    pauseOrResume() {
      const { current } = latest;
      if (current.step !== 'recording') return;
      if (current.paused) current.recording.resume();
      else current.recording.pause();
      go({ ...current, paused: !current.paused });
    },
    end,
    cancel() {
      const { current } = latest;
      if (current.step === 'recording') current.recording.discard();
      if (current.step !== 'preparing') go({ step: 'idle' });
    },
    send() {
      const { current } = latest;
      if (current.step === 'ready') void give(current.sound, current.elapsed, true);
      if (current.step !== 'recording') return;
      const elapsed = current.recording.elapsed();
      go({ step: 'preparing' });
      void current.recording.finish().then((sound) => give(sound, elapsed, true));
    },
  };
}

/** Makes the file that channels take and hands it on; answers with what hindered it. */
async function prepare(
  recorded: Blob,
  elapsed: number,
  hand: (sound: Blob) => Promise<void>,
): Promise<'empty' | 'failed' | null> {
  if (recorded.size === 0 || elapsed < SHORTEST_MS) return 'empty';
  try {
    const { oggFromWebm } = await import('./remux.ts');
    await hand(await oggFromWebm(recorded));
    return null;
  } catch (error) {
    console.error(error);
    return 'failed';
  }
}
