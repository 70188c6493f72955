import { Sticker } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BodyProps } from '../body.ts';
import { FileCard } from './FileCard.tsx';
import styles from './StickerBody.module.css';
import { NotReady, Unavailable } from './Unavailable.tsx';
import { useMedium } from './use-medium.ts';

/** A sticker as it was drawn: transparent, moving if it moves, always of one size. */
export function StickerBody({ message, author }: BodyProps) {
  const { media } = message;
  return media === null ? (
    <FileCard kind="sticker" media={null} />
  ) : (
    <Shown mediaId={media.id} state={media.state} author={author} />
  );
}

function Shown({ mediaId, state, author }: { mediaId: string; state: 'pending' | 'ready' | 'failed'; author: string }) {
  const { t } = useTranslation('chat');
  const source = useMedium(mediaId);
  return (
    <div className={styles.box} data-empty={state !== 'ready' || source.problem !== null}>
      {state !== 'ready' ? (
        <NotReady state={state} icon={Sticker} />
      ) : source.problem !== null ? (
        <Unavailable problem={source.problem} icon={Sticker} failed={t('media.failed')} retry={source.retry} />
      ) : (
        <img
          key={source.attempt}
          src={source.url}
          alt={t('media.stickerFrom', { author })}
          className={styles.sticker}
          width={160}
          height={160}
          onError={source.failed}
          draggable={false}
        />
      )}
    </div>
  );
}
