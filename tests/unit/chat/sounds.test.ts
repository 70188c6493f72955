import { expect, test } from 'vitest';
import { nameParts } from '../../../src-renderer/chat/message/media/file-icons.ts';
import { createSoundDesk, type Film } from '../../../src-renderer/chat/message/media/sound-desk.ts';
import { barsOf, createWaveforms, Unheard } from '../../../src-renderer/chat/message/media/waveform.ts';
import { playingTime } from '../../../src-renderer/chat/text/times.ts';

/** What the desk uses of an element, as a browser answers it. */
function element(duration = 30) {
  const target = new EventTarget();
  const audio = Object.assign(target, {
    src: '',
    currentTime: 0,
    duration: Number.NaN,
    playbackRate: 1,
    preload: '',
    paused: true,
    readyState: 0,
    plays: 0,
    load() {
      audio.currentTime = 0;
      audio.playbackRate = 1;
      audio.paused = true;
      audio.readyState = 0;
    },
    async play() {
      audio.plays += 1;
      audio.paused = false;
      if (audio.readyState === 0) audio.arrive();
      audio.dispatchEvent(new Event('playing'));
    },
    pause() {
      if (audio.paused) return;
      audio.paused = true;
      audio.dispatchEvent(new Event('pause'));
    },
    arrive() {
      audio.readyState = 4;
      audio.duration = duration;
      audio.dispatchEvent(new Event('loadedmetadata'));
    },
    reach(seconds: number) {
      audio.currentTime = seconds;
      audio.dispatchEvent(new Event('timeupdate'));
    },
    removeAttribute: (_name: string) => {
      audio.src = '';
    },
  });
  return audio;
}

function desk(films: Film[] = []) {
  const audio = element();
  return { audio, sounds: createSoundDesk({ audio, otherFilms: () => films }) };
}

test('a voice note plays, says where it is, pauses and goes on from there', () => {
  const { audio, sounds } = desk();
  sounds.toggle('a', '/media/a');
  expect(sounds.now()).toEqual({ mediaId: 'a', state: 'playing', at: 0, duration: 30 });
  audio.reach(4);
  sounds.toggle('a', '/media/a');
  expect(sounds.now()).toMatchObject({ state: 'paused', at: 4 });
  sounds.toggle('a', '/media/a');
  expect([audio.plays, audio.currentTime]).toEqual([2, 4]);
});

test('only one sounds: another one ends it, a film pauses it, and it pauses a film', () => {
  const paused: string[] = [];
  const film = { pause: () => paused.push('film') };
  const { audio, sounds } = desk([film]);
  sounds.toggle('a', '/media/a');
  expect(paused).toEqual(['film']);
  sounds.toggle('b', '/media/b');
  expect([sounds.now().mediaId, audio.src]).toEqual(['b', '/media/b']);
  sounds.silence(film);
  expect(sounds.now().state).toBe('paused');
});

test('the speed stays for the next one', () => {
  const { audio, sounds } = desk();
  sounds.setSpeed(1.5);
  sounds.toggle('a', '/media/a');
  expect(audio.playbackRate).toBe(1.5);
  sounds.toggle('b', '/media/b');
  expect(audio.playbackRate).toBe(1.5);
});

test('a place chosen before the first play is where it begins', () => {
  const { audio, sounds } = desk();
  sounds.seek('a', '/media/a', 12);
  expect(sounds.now()).toMatchObject({ mediaId: 'a', state: 'paused', at: 12 });
  sounds.toggle('a', '/media/a');
  expect(audio.currentTime).toBe(12);
  sounds.seek('a', '/media/a', 20);
  expect([audio.currentTime, sounds.now().at]).toEqual([20, 20]);
});

test('at its end it goes back to its beginning and can be played again', () => {
  const { audio, sounds } = desk();
  sounds.toggle('a', '/media/a');
  audio.reach(30);
  audio.paused = true;
  audio.dispatchEvent(new Event('ended'));
  expect(sounds.now()).toMatchObject({ state: 'paused', at: 0 });
  sounds.toggle('a', '/media/a');
  expect(sounds.now().state).toBe('playing');
});

test('what cannot be played is said, and is loaded anew when it is tried again', () => {
  const { audio, sounds } = desk();
  sounds.toggle('a', '/media/a');
  audio.dispatchEvent(new Event('error'));
  expect(sounds.now().state).toBe('failed');
  sounds.toggle('a', '/media/a');
  expect(sounds.now().state).toBe('playing');
});

test('leaving the conversation ends it, and its end is no failure', () => {
  const { audio, sounds } = desk();
  sounds.toggle('a', '/media/a');
  sounds.stop();
  audio.dispatchEvent(new Event('error'));
  audio.dispatchEvent(new Event('timeupdate'));
  expect(sounds.now()).toMatchObject({ mediaId: null, state: 'stopped' });
});

test('a drawing shows where it is loud, and does not blow up silence', () => {
  const samples = new Float32Array(400);
  samples.fill(0.5, 100, 200);
  samples.fill(-0.25, 300, 400);
  const bars = barsOf(samples, 4);
  expect(bars.map((bar) => Math.round(bar * 100))).toEqual([0, 100, 0, 50]);
  expect(barsOf(new Float32Array(400).fill(0.001), 4)).toEqual([0, 0, 0, 0]);
  expect(barsOf(new Float32Array(2), 4)).toHaveLength(4);
});

test('a drawing is made once; what is not here yet is tried again, what cannot be decoded is not', async () => {
  const asked: string[] = [];
  let line = false;
  const waveforms = createWaveforms({
    async load(url) {
      asked.push(url);
      if (url === 'away' && !line) throw new Unheard('no line');
      return new ArrayBuffer(8);
    },
    async decode() {
      if (asked.at(-1) === 'odd') throw new Error('an odd kind');
      return { samples: new Float32Array(88).fill(0.4), duration: 3 };
    },
  });
  const settle = () => new Promise((done) => setTimeout(done, 5));
  for (const id of ['good', 'away', 'odd']) waveforms.want(id, id);
  await settle();
  expect(waveforms.get('good')?.duration).toBe(3);
  expect(waveforms.get('away')).toBeNull();
  line = true;
  for (const id of ['good', 'away', 'odd']) waveforms.want(id, id);
  await settle();
  expect(waveforms.get('away')?.bars).toHaveLength(44);
  expect(asked).toEqual(['good', 'away', 'odd', 'away']);
});

test.each([
  [0, '0:00'],
  [7.9, '0:07'],
  [750, '12:30'],
  [3723, '1:02:03'],
])('%s seconds are shown as %s', (seconds, words) => {
  expect(playingTime(seconds)).toBe(words);
});

test('a long name keeps its end, where versions and kinds stand', () => {
  expect(nameParts('nota.pdf')).toEqual({ head: 'nota.pdf', tail: '' });
  const { head, tail } = nameParts('Contrato de prestação de serviços de manutenção revisado v3 final.pdf');
  expect(tail).toBe('o v3 final.pdf');
  expect(head + tail).toBe('Contrato de prestação de serviços de manutenção revisado v3 final.pdf');
});
