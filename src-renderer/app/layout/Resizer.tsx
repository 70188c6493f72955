import { type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Frame.module.css';

export const LIST_WIDTH = { min: 280, max: 640, step: 16 };

const clamp = (width: number) => Math.round(Math.min(LIST_WIDTH.max, Math.max(LIST_WIDTH.min, width)));

interface Props {
  width: number;
  /** While the edge is dragged. */
  onResize(width: number): void;
  /** The width to keep. */
  onDone(width: number): void;
}

/** The list's right edge, moved by pointer or by the arrow keys. */
export function Resizer({ width, onResize, onDone }: Props) {
  const { t } = useTranslation('frame');
  const [drag, setDrag] = useState<{ fromX: number; fromWidth: number } | null>(null);

  const widthAt = (event: PointerEvent) => (drag === null ? width : clamp(drag.fromWidth + event.clientX - drag.fromX));

  return (
    // A separator that takes the focus is the pattern for a movable edge; a plain <hr> cannot be moved.
    <div
      className={`${styles.resizer} ${drag === null ? '' : styles.dragging}`}
      role="slider"
      aria-orientation="horizontal"
      aria-label={t('list.resize')}
      aria-valuenow={width}
      aria-valuemin={LIST_WIDTH.min}
      aria-valuemax={LIST_WIDTH.max}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ fromX: event.clientX, fromWidth: width });
      }}
      onPointerMove={(event) => {
        if (drag !== null) onResize(widthAt(event));
      }}
      onPointerUp={(event) => {
        if (drag !== null) onDone(widthAt(event));
        setDrag(null);
      }}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowRight' ? LIST_WIDTH.step : event.key === 'ArrowLeft' ? -LIST_WIDTH.step : 0;
        if (step === 0) return;
        event.preventDefault();
        onDone(clamp(width + step));
      }}
    />
  );
}
