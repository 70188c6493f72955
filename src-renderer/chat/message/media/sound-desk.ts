/** What one message sounds like now. Seconds. */
export interface Sounding {
  mediaId: string | null;
  state: 'stopped' | 'loading' | 'playing' | 'paused' | 'failed';
  at: number;
  /** null until the file said it. */
  duration: number | null;
}

export interface SoundDesk {
  now(): Sounding;
  subscribe(changed: () => void): () => void;
  /** Plays it from where it was left, or pauses it. Whatever else sounds is silenced. */
  toggle(mediaId: string, url: string): void;
  /** Goes to a moment; begins a sound that is not on, paused there. */
  seek(mediaId: string, url: string, seconds: number): void;
  setSpeed(speed: number): void;
  /** Pauses everything but this one: a film begins. */
  silence(besides: Film | null): void;
  /** Forgets what was on: its conversation was left. */
  stop(): void;
}

/** What is used of an element, so that a test can be one. */
export type SoundElement = Pick<
  HTMLAudioElement,
  'src' | 'currentTime' | 'duration' | 'playbackRate' | 'readyState' | 'load' | 'play' | 'pause' | 'removeAttribute'
> & { preload: string; addEventListener(type: string, listener: () => void): void };
export type Film = Pick<HTMLMediaElement, 'pause'>;

const STOPPED: Sounding = { mediaId: null, state: 'stopped', at: 0, duration: null };

export function createSoundDesk(deps: { audio: SoundElement; otherFilms(): Iterable<Film> }): SoundDesk {
  const { audio } = deps;
  audio.preload = 'auto';
  const listeners = new Set<() => void>();
  let now = STOPPED;
  let speed = 1;
  /** Where to begin once the file's length is known. */
  let wanted = 0;

  function set(change: Partial<Sounding>): void {
    now = { ...now, ...change };
    for (const listener of listeners) listener();
  }

  function load(mediaId: string, url: string, at: number): void {
    wanted = at;
    now = { ...STOPPED, mediaId };
    audio.src = url;
    audio.load();
    // Loading sets the rate back.
    audio.playbackRate = speed;
  }

  function play(): void {
    silence(audio);
    set({ state: 'loading' });
    // A refusal also comes as `error`, and a pause meanwhile is no failure.
    audio.play().catch(() => undefined);
  }

  function silence(besides: Film | null): void {
    if (besides !== audio) audio.pause();
    for (const film of deps.otherFilms()) if (film !== besides) film.pause();
  }

  const known = () => (Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : null);

  audio.addEventListener('loadedmetadata', () => {
    audio.playbackRate = speed;
    if (wanted > 0) audio.currentTime = wanted;
    wanted = 0;
    set({ duration: known() });
  });
  audio.addEventListener('durationchange', () => set({ duration: known() }));
  audio.addEventListener('playing', () => set({ state: 'playing' }));
  audio.addEventListener('waiting', () => set({ state: 'loading' }));
  audio.addEventListener('pause', () => {
    if (now.state !== 'failed' && now.state !== 'stopped') set({ state: 'paused', at: audio.currentTime });
  });
  audio.addEventListener('timeupdate', () => {
    if (now.state !== 'stopped' && wanted === 0) set({ at: audio.currentTime });
  });
  audio.addEventListener('ended', () => {
    audio.currentTime = 0;
    set({ state: 'paused', at: 0 });
  });
  audio.addEventListener('error', () => {
    if (now.mediaId !== null) set({ state: 'failed' });
  });

  return {
    now: () => now,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    toggle(mediaId, url) {
      if (now.mediaId === mediaId && now.state !== 'failed') {
        if (now.state === 'playing' || now.state === 'loading') audio.pause();
        else play();
        return;
      }
      load(mediaId, url, 0);
      play();
    },
    seek(mediaId, url, seconds) {
      if (now.mediaId !== mediaId || now.state === 'failed') {
        load(mediaId, url, seconds);
        set({ state: 'paused', at: seconds });
        return;
      }
      if (audio.readyState === 0) wanted = seconds;
      else audio.currentTime = seconds;
      set({ at: seconds });
    },
    setSpeed(next) {
      speed = next;
      audio.playbackRate = next;
    },
    silence,
    stop() {
      if (now.mediaId === null) return;
      audio.pause();
      audio.removeAttribute('src');
      now = STOPPED;
      for (const listener of listeners) listener();
    },
  };
}
