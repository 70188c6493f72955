import type { Bridge } from '../../../bridge/contract.ts';
import { createSoundDesk, type SoundDesk } from './sound-desk.ts';

/** One player for the whole window: a voice note goes on while its message is scrolled out of sight, and two never sound. */
const desks = new WeakMap<Bridge, SoundDesk>();

export function soundsOf(bridge: Bridge): SoundDesk {
  const known = desks.get(bridge);
  if (known !== undefined) return known;
  const desk = createSoundDesk({
    audio: new Audio(),
    otherFilms: () => document.querySelectorAll('video'),
  });
  desks.set(bridge, desk);
  return desk;
}
