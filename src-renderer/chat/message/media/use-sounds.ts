import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { Bridge } from '../../../bridge/contract.ts';
import { useBridge } from '../../../bridge/hooks.tsx';
import type { Sounding } from './sound-desk.ts';
import { soundsOf } from './sounds.ts';
import { createWaveforms, decodeSound, loadSound, type Waveform, type Waveforms } from './waveform.ts';

/** Drawn once while the window is open, whichever conversation shows it. */
const drawings = new WeakMap<Bridge, Waveforms>();

function waveformsOf(bridge: Bridge): Waveforms {
  const known = drawings.get(bridge);
  if (known !== undefined) return known;
  const made = createWaveforms({ load: loadSound, decode: decodeSound });
  drawings.set(bridge, made);
  return made;
}

/** null: another one sounds, or none. */
export function useSounding(mediaId: string): Sounding | null {
  const desk = soundsOf(useBridge());
  return useSyncExternalStore(desk.subscribe, () => (desk.now().mediaId === mediaId ? desk.now() : null));
}

/** null while it is drawn, or when it cannot be. `wanted` false: not yet. */
export function useWaveform(mediaId: string, url: string, wanted: boolean): Waveform | null {
  const waveforms = waveformsOf(useBridge());
  useEffect(() => {
    if (wanted) waveforms.want(mediaId, url);
  }, [waveforms, mediaId, url, wanted]);
  return useSyncExternalStore(
    waveforms.subscribe,
    useCallback(() => waveforms.get(mediaId), [waveforms, mediaId]),
  );
}

/** What sounds in a conversation ends when it is left. */
export function useSilenceOnLeave(conversationId: string): void {
  const bridge = useBridge();
  useEffect(() => {
    const desk = soundsOf(bridge);
    return () => {
      if (conversationId !== '') desk.stop();
    };
  }, [bridge, conversationId]);
}
