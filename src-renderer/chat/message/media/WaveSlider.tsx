import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { playingTime } from '../../text/times.ts';
import styles from './WaveSlider.module.css';
import { BARS } from './waveform.ts';

interface Props {
  /** null: not drawn yet; flat lines of the same place stand for it. */
  bars: number[] | null;
  /** Seconds. */
  at: number;
  duration: number | null;
  seek(seconds: number): void;
}

const STEP_SECONDS = 5;
const WIDTH = BARS * 4 - 2;
const HEIGHT = 28;
const places = Array.from({ length: BARS }, (_, index) => index * 4);

/** The sound as a drawing in which one moves: by pointer, arrows (five seconds), Home and End. */
export function WaveSlider({ bars, at, duration, seek }: Props) {
  const { t } = useTranslation('chat');
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? at;
  const share = duration === null || duration === 0 ? 0 : Math.min(1, shown / duration);

  const momentOf = (event: PointerEvent<HTMLElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - left) / width)) * (duration ?? 0);
  };
  const key = (event: KeyboardEvent) => {
    if (duration === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = {
      ArrowRight: at + STEP_SECONDS,
      ArrowUp: at + STEP_SECONDS,
      ArrowLeft: at - STEP_SECONDS,
      ArrowDown: at - STEP_SECONDS,
      Home: 0,
      End: duration,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    seek(Math.max(0, Math.min(duration, to)));
  };
  return (
    <div
      role="slider"
      tabIndex={duration === null ? -1 : 0}
      aria-label={t('media.position')}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration ?? 0)}
      aria-valuenow={Math.round(shown)}
      aria-valuetext={t('media.positionOf', { at: playingTime(shown), duration: playingTime(duration ?? 0) })}
      aria-disabled={duration === null}
      className={styles.slider}
      onKeyDown={key}
      onPointerDown={(event) => {
        if (duration === null || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragged(momentOf(event));
      }}
      onPointerMove={(event) => {
        if (dragged !== null) setDragged(momentOf(event));
      }}
      onPointerUp={(event) => {
        if (dragged === null) return;
        setDragged(null);
        seek(momentOf(event));
      }}
      onPointerCancel={() => setDragged(null)}
    >
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width={WIDTH}
        height={HEIGHT}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {places.map((x, index) => {
          const height = 3 + (bars?.[index] ?? 0) * (HEIGHT - 3);
          const heard = (index + 0.5) / BARS <= share;
          return <rect key={x} x={x} y={(HEIGHT - height) / 2} width={2} height={height} rx={1} data-heard={heard} />;
        })}
      </svg>
    </div>
  );
}
