import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './VoiceRecorder.module.css';

const BARS = 48;
const EVERY_MS = 80;
const places = Array.from({ length: BARS }, (_, index) => index * 4);

/** The last seconds, loud and quiet: whoever records sees that the microphone hears them. */
export function LevelMeter({ level, paused }: { level(): number; paused: boolean }) {
  const { t } = useTranslation('chat');
  const [levels, setLevels] = useState<number[]>([]);
  useEffect(() => {
    if (paused) return;
    const timer = setInterval(() => setLevels((now) => [...now.slice(1 - BARS), level()]), EVERY_MS);
    return () => clearInterval(timer);
  }, [level, paused]);
  const newest = levels.at(-1) ?? 0;
  return (
    <span className={styles.meter}>
      <meter className={styles.unseen} aria-label={t('recorder.level')} min={0} max={1} value={newest} />
      <svg viewBox={`0 0 ${BARS * 4 - 2} 24`} preserveAspectRatio="none" aria-hidden="true">
        {places.map((x, index) => {
          const height = 2 + (levels[levels.length - BARS + index] ?? 0) * 22;
          return <rect key={x} x={x} y={(24 - height) / 2} width={2} height={height} rx={1} />;
        })}
      </svg>
    </span>
  );
}
