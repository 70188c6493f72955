import { ActionIcon, Loader, UnstyledButton } from '@mantine/core';
import { Mic, Pause, Play, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Media } from '../../../../src-shared/protocol/entities.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import { usePreferences, useSetPreferences } from '../../../app/preferences.ts';
import { useBridge } from '../../../bridge/hooks.tsx';
import { fileSize } from '../../text/sizes.ts';
import { playingTime } from '../../text/times.ts';
import type { BodyProps } from '../body.ts';
import styles from './AudioBody.module.css';
import { DownloadButton } from './DownloadButton.tsx';
import { FileCard } from './FileCard.tsx';
import { soundsOf } from './sounds.ts';
import { useMedium } from './use-medium.ts';
import { useSounding, useWaveform } from './use-sounds.ts';
import { WaveSlider } from './WaveSlider.tsx';

/** Drawn by itself up to this size: some twenty minutes of a voice note. A longer file when it is played. */
const DRAWN_BY_ITSELF_BYTES = 3 * 1024 * 1024;
const SPEEDS = [1, 1.5, 2];

/** A voice note or a file of sound. */
export function AudioBody({ message: { media }, author }: BodyProps) {
  return media?.state === 'ready' ? <Player media={media} author={author} /> : <FileCard kind="audio" media={media} />;
}

function Player({ media, author }: { media: Media; author: string }) {
  const { t, i18n } = useTranslation('chat');
  const desk = soundsOf(useBridge());
  const source = useMedium(media.id);
  const sounding = useSounding(media.id);
  const small = media.bytes <= DRAWN_BY_ITSELF_BYTES;
  const wave = useWaveform(media.id, source.url, small || sounding?.state === 'playing');
  // Dragged before it ever played, when only the drawing knows how long it is.
  const duration = sounding?.duration ?? wave?.duration ?? null;
  const at = sounding?.at ?? 0;
  const isFailed = sounding?.state === 'failed';
  const { failed, retry } = source;
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (isFailed && !asked) {
      setAsked(true);
      failed();
    }
  }, [isFailed, asked, failed]);
  const playing = sounding?.state === 'playing' || sounding?.state === 'loading';
  const what = media.voice ? t('media.voiceFrom', { author }) : t('media.audioFrom', { author });
  const name = media.name === null || media.voice ? null : neutralise(media.name);
  const toggle = () => {
    setAsked(false);
    if (isFailed) retry();
    desk.toggle(media.id, source.url);
  };
  const problem = isFailed ? (source.problem ?? null) : null;
  const label = t(media.voice ? 'media.kind.voice' : 'media.kind.audio');
  return (
    <fieldset className={styles.player} aria-label={what}>
      <ActionIcon
        size={36}
        radius="xl"
        variant="filled"
        onClick={toggle}
        aria-label={t(playing ? 'media.pauseSound' : 'media.playSound')}
        className={styles.play}
      >
        {sounding?.state === 'loading' ? (
          <Loader size={16} color="currentColor" />
        ) : playing ? (
          <Pause size={18} fill="currentColor" strokeWidth={0} />
        ) : (
          <Play size={18} fill="currentColor" strokeWidth={0} />
        )}
      </ActionIcon>
      <div className={styles.middle}>
        {name !== null && (
          <b className={styles.name} title={name}>
            {name}
          </b>
        )}
        <WaveSlider
          bars={wave?.bars ?? null}
          at={at}
          duration={duration}
          seek={(seconds) => desk.seek(media.id, source.url, seconds)}
        />
        <div className={styles.line}>
          {problem === null ? (
            <span className={styles.time}>
              {media.voice && <Mic size={12} aria-hidden="true" />}
              {at > 0 ? `${playingTime(at)} / ` : ''}
              {duration === null ? '–:––' : playingTime(duration)}
              {!media.voice && ` · ${fileSize(media.bytes, i18n.language)}`}
            </span>
          ) : (
            <span className={styles.problem} role="status">
              {problem === 'offline' && <WifiOff size={12} aria-hidden="true" />}
              {t(
                problem === 'offline'
                  ? 'media.notHere'
                  : problem === 'gone'
                    ? 'media.gone'
                    : problem === 'pending'
                      ? 'media.pending'
                      : 'media.notPlayed',
              )}
            </span>
          )}
          <span className={styles.tools}>
            <Speed />
            <DownloadButton mediaId={media.id} name={name} what={label} />
          </span>
        </div>
      </div>
    </fieldset>
  );
}

/** One speed for all voice notes, remembered: who listens fast listens fast to all of them. */
function Speed() {
  const { t, i18n } = useTranslation('chat');
  const desk = soundsOf(useBridge());
  const { playbackSpeed = 1 } = usePreferences();
  const set = useSetPreferences();
  useEffect(() => desk.setSpeed(playbackSpeed), [desk, playbackSpeed]);
  const words = `${playbackSpeed.toLocaleString(i18n.language)}×`;
  const next = SPEEDS[(SPEEDS.indexOf(playbackSpeed) + 1) % SPEEDS.length] ?? 1;
  return (
    <UnstyledButton
      className={styles.speed}
      onClick={() => set({ playbackSpeed: next })}
      aria-label={t('media.speed', { speed: words })}
      title={t('media.speed', { speed: words })}
    >
      {words}
    </UnstyledButton>
  );
}
