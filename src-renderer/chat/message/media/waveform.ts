export interface Waveform {
  /** Loudness from 0 to 1, of equal stretches. */
  bars: number[];
  /** Seconds. */
  duration: number;
}

export const BARS = 44;

/** Loudest moments of equal stretches, the loudest of all being 1; silence stays flat instead of being blown up. */
export function barsOf(samples: Float32Array, count: number): number[] {
  const bars: number[] = [];
  for (let bar = 0; bar < count; bar += 1) {
    const from = Math.floor((bar * samples.length) / count);
    const to = Math.floor(((bar + 1) * samples.length) / count);
    let sum = 0;
    for (let at = from; at < to; at += 1) sum += (samples[at] ?? 0) ** 2;
    bars.push(to > from ? Math.sqrt(sum / (to - from)) : 0);
  }
  const loudest = Math.max(...bars);
  return loudest < QUIET ? bars.map(() => 0) : bars.map((bar) => bar / loudest);
}

/** Below this (of 1) there is nothing to hear. */
const QUIET = 0.003;
/** Telephone quality is more than a drawing of 44 bars needs, and a quarter hour takes 29 MB instead of 170. */
const RATE = 8_000;
const KEPT = 300;

export interface Waveforms {
  get(mediaId: string): Waveform | null;
  /** Draws it when its turn comes, once. What cannot be decoded is not tried again. */
  want(mediaId: string, url: string): void;
  subscribe(changed: () => void): () => void;
}

export function createWaveforms(deps: {
  load(url: string): Promise<ArrayBuffer>;
  decode(bytes: ArrayBuffer): Promise<{ samples: Float32Array; duration: number }>;
}): Waveforms {
  const made = new Map<string, Waveform | null>();
  const listeners = new Set<() => void>();
  /** One after the other: a screen full of voice notes must not decode all at once. */
  let turn: Promise<void> = Promise.resolve();

  async function draw(mediaId: string, url: string): Promise<void> {
    try {
      const { samples, duration } = await deps.decode(await deps.load(url));
      made.set(mediaId, { bars: barsOf(samples, BARS), duration });
    } catch (error) {
      // Not there, or of a kind that this browser cannot decode: the player says so when it is played.
      if (!(error instanceof Unheard)) made.set(mediaId, null);
      else made.delete(mediaId);
      return;
    }
    const [oldest] = made.keys();
    if (made.size > KEPT && oldest !== undefined) made.delete(oldest);
    for (const listener of listeners) listener();
  }

  return {
    get: (mediaId) => made.get(mediaId) ?? null,
    want(mediaId, url) {
      if (made.has(mediaId)) return;
      made.set(mediaId, null);
      turn = turn.then(() => draw(mediaId, url));
    },
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

/** The bytes did not come: worth another try later, unlike bytes that cannot be decoded. */
export class Unheard extends Error {}

export async function loadSound(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url).catch(() => null);
  if (response === null || !response.ok) throw new Unheard('the sound is not here');
  return await response.arrayBuffer().catch(() => {
    throw new Unheard('the sound did not come whole');
  });
}

export async function decodeSound(bytes: ArrayBuffer): Promise<{ samples: Float32Array; duration: number }> {
  const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes);
  return { samples: decoded.getChannelData(0), duration: decoded.duration };
}
