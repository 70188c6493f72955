import { expect, test } from 'vitest';
import { loudness } from '../../../src-renderer/chat/recorder/browser-recording.ts';
import { problemOf } from '../../../src-renderer/chat/recorder/microphone.ts';
import { startRecording } from '../../../src-renderer/chat/recorder/recording.ts';

class Recorder extends EventTarget {
  calls: string[] = [];
  start() {
    this.calls.push('start');
  }
  pause() {
    this.calls.push('pause');
  }
  resume() {
    this.calls.push('resume');
  }
  stop() {
    this.calls.push('stop');
    this.give('the end');
    queueMicrotask(() => this.dispatchEvent(new Event('stop')));
  }
  give(text: string) {
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob([text]) }));
  }
}

function record() {
  const recorder = new Recorder();
  let time = 1_000;
  let released = 0;
  const recording = startRecording({
    recorder,
    level: () => 0.7,
    release: () => {
      released += 1;
    },
    now: () => time,
    mime: 'audio/webm',
  });
  return {
    recorder,
    recording,
    released: () => released,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

test('everything that was said is in the recording, in order, and the microphone is let go once', async () => {
  const { recorder, recording, released } = record();
  recorder.give('one ');
  recorder.give('two ');
  const [sound, again] = await Promise.all([recording.finish(), recording.finish()]);
  expect(await sound.text()).toBe('one two the end');
  expect(sound.type).toBe('audio/webm');
  expect(again).toBe(sound);
  expect([released(), recorder.calls]).toEqual([1, ['start', 'stop']]);
});

test('a pause does not count, and shows no level', () => {
  const { recording, recorder, pass } = record();
  pass(4_000);
  recording.pause();
  expect(recording.level()).toBe(0);
  pass(60_000);
  recording.pause();
  recording.resume();
  pass(1_500);
  expect([recording.elapsed(), recording.paused(), recording.level()]).toEqual([5_500, false, 0.7]);
  expect(recorder.calls).toEqual(['start', 'pause', 'resume']);
});

test('what was thrown away lets the microphone go too, and nothing more can be done with it', async () => {
  const { recording, recorder, released } = record();
  recording.discard();
  await recording.finish();
  recording.resume();
  recording.pause();
  expect([released(), recorder.calls]).toEqual([1, ['start', 'stop']]);
});

test('a microphone that is pulled out ends the recording with what there is', async () => {
  const { recording, recorder } = record();
  recorder.give('until here');
  recorder.stop = () => recorder.dispatchEvent(new Event('error'));
  expect(await (await recording.finish()).text()).toBe('until here');
});

test.each([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'noMicrophone'],
  ['NotReadableError', 'busy'],
  ['TypeError', 'unavailable'],
] as const)('%s is told as «%s»', (name, problem) => {
  expect(problemOf(name)).toBe(problem);
});

test('silence shows nothing and speech a good part of the scale', () => {
  const tone = (amplitude: number) => Float32Array.from({ length: 1_024 }, (_, at) => amplitude * Math.sin(at / 5));
  expect(loudness(tone(0))).toBe(0);
  expect(loudness(tone(0.1))).toBeGreaterThan(0.4);
  expect(loudness(tone(0.1))).toBeLessThan(0.9);
  expect(loudness(tone(1))).toBe(1);
});
