import { ActionIcon, Button, Loader } from '@mantine/core';
import { Headphones, Pause, Play, Square, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { playingTime } from '../text/times.ts';
import { LevelMeter } from './LevelMeter.tsx';
import type { Recording } from './recording.ts';
import { LONGEST_MS, type Recorder } from './use-recorder.ts';
import styles from './VoiceRecorder.module.css';

const TICK_MS = 200;

/** In the place of the composer's tools while something is recorded. Esc throws it away. */
export function RecorderBar({ recorder }: { recorder: Recorder }) {
  const { t } = useTranslation('chat');
  const { now } = recorder;
  const bar = useRef<HTMLElement>(null);
  const isReady = now.step === 'ready';
  const isRecording = now.step === 'recording';
  // The keys of a recording work at once: Enter on «Enviar», Esc for the whole bar.
  useEffect(() => {
    if (isRecording || isReady) bar.current?.querySelector<HTMLElement>('[data-main]')?.focus();
  }, [isRecording, isReady]);
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    recorder.cancel();
  };
  return (
    <section ref={bar} className={styles.bar} aria-label={t('recorder.label')} onKeyDown={key}>
      {now.step === 'asking' || now.step === 'preparing' ? (
        <span className={styles.wait} role="status">
          <Loader size={16} color="gray" />
          {t(now.step === 'asking' ? 'recorder.asking' : 'recorder.preparing')}
        </span>
      ) : (
        <>
          <ActionIcon
            aria-label={t('recorder.cancel')}
            title={`${t('recorder.cancel')} (Esc)`}
            onClick={recorder.cancel}
          >
            <Trash2 size={18} strokeWidth={1.75} />
          </ActionIcon>
          {now.step === 'recording' && (
            <>
              <Elapsed recording={now.recording} paused={now.paused} />
              <LevelMeter level={now.recording.level} paused={now.paused} />
              <ActionIcon
                aria-label={t(now.paused ? 'recorder.resume' : 'recorder.pause')}
                title={t(now.paused ? 'recorder.resume' : 'recorder.pause')}
                onClick={recorder.pauseOrResume}
              >
                {now.paused ? <Play size={18} strokeWidth={1.75} /> : <Pause size={18} strokeWidth={1.75} />}
              </ActionIcon>
              <ActionIcon aria-label={t('recorder.listen')} title={t('recorder.listen')} onClick={recorder.end}>
                <Headphones size={18} strokeWidth={1.75} />
              </ActionIcon>
            </>
          )}
          {now.step === 'ready' && <Preview url={now.url} elapsed={now.elapsed} />}
          <Button data-main variant="filled" onClick={recorder.send}>
            {t('recorder.send')}
          </Button>
        </>
      )}
    </section>
  );
}

function Elapsed({ recording, paused }: { recording: Recording; paused: boolean }) {
  const { t } = useTranslation('chat');
  const [shown, setShown] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setShown(recording.elapsed()), TICK_MS);
    return () => clearInterval(timer);
  }, [recording]);
  return (
    <span className={styles.time} data-paused={paused}>
      <span className={styles.dot} aria-hidden="true" />
      <span className={styles.words} role="status">
        {t(paused ? 'recorder.paused' : 'recorder.recording')}
      </span>
      <span role="timer" data-late={shown > LONGEST_MS - 60_000}>
        {playingTime(shown / 1_000)}
      </span>
    </span>
  );
}

function Preview({ url, elapsed }: { url: string; elapsed: number }) {
  const { t } = useTranslation('chat');
  const sound = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const toggle = () => {
    const { current } = sound;
    if (current === null) return;
    if (playing) {
      current.pause();
      current.currentTime = 0;
    } else void current.play();
  };
  const share = elapsed === 0 ? 0 : Math.min(100, (at * 100_000) / elapsed);
  return (
    <span className={styles.preview}>
      <audio
        ref={sound}
        src={url}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
      >
        <track kind="captions" />
      </audio>
      <ActionIcon
        aria-label={t(playing ? 'recorder.stopListening' : 'recorder.listen')}
        title={t(playing ? 'recorder.stopListening' : 'recorder.listen')}
        onClick={toggle}
      >
        {playing ? <Square size={16} strokeWidth={1.75} /> : <Play size={18} strokeWidth={1.75} />}
      </ActionIcon>
      <span className={styles.track} aria-hidden="true">
        <span style={{ width: `${share}%` }} />
      </span>
      <span className={styles.words}>
        {playingTime(playing ? at : elapsed / 1_000)} · {t(playing ? 'recorder.playing' : 'recorder.ready')}
      </span>
    </span>
  );
}
