import { type Recording, startRecording } from './recording.ts';

/** What Chromium records; Opus is what voice notes are made of, so nothing is encoded twice (remux.ts). */
export const RECORDED = 'audio/webm;codecs=opus';
/** Clear speech; a quarter of an hour is 3.6 MB. */
const BITS_PER_SECOND = 32_000;

export const canRecord = (): boolean =>
  typeof MediaRecorder !== 'undefined' && MediaRecorder.isTypeSupported(RECORDED) && 'mediaDevices' in navigator;

export function recordFrom(stream: MediaStream): Recording {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1_024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return startRecording({
    recorder: new MediaRecorder(stream, { mimeType: RECORDED, audioBitsPerSecond: BITS_PER_SECOND }),
    mime: RECORDED,
    now: () => performance.now(),
    level() {
      analyser.getFloatTimeDomainData(samples);
      return loudness(samples);
    },
    release() {
      for (const track of stream.getTracks()) track.stop();
      void context.close();
    },
  });
}

/** Loudness as it is heard: −50 dB and below is nothing, −8 dB and above everything. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-10);
  return Math.min(1, Math.max(0, (decibels + 50) / 42));
}
