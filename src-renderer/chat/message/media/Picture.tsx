import { Button, Loader, UnstyledButton } from '@mantine/core';
import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Media } from '../../../../src-shared/protocol/entities.ts';
import { useBridge } from '../../../bridge/hooks.tsx';
import { imageBox } from './image-box.ts';
import { Lightbox } from './Lightbox.tsx';
import styles from './Picture.module.css';

/** A picture in a place of its final size. It says when it is still coming, and when it will not come. */
export function Picture({ media, alt }: { media: Media; alt: string }) {
  const { t } = useTranslation('chat');
  const url = useBridge().mediaUrl(media.id);
  const [load, setLoad] = useState<'loading' | 'shown' | 'failed'>('loading');
  const [attempt, setAttempt] = useState(0);
  const [open, setOpen] = useState(false);
  const size = imageBox(media.width, media.height);

  if (media.state !== 'ready') {
    return (
      <div className={styles.box} style={size} role="status">
        {media.state === 'pending' ? <Loader size={20} color="gray" /> : <ImageOff size={24} aria-hidden="true" />}
        <span>{media.state === 'pending' ? t('media.pending') : t('media.lost')}</span>
      </div>
    );
  }
  return (
    <div className={styles.box} style={size}>
      {load === 'failed' ? (
        <>
          <ImageOff size={24} aria-hidden="true" />
          <span>{t('media.failed')}</span>
          <Button
            size="compact-xs"
            onClick={() => {
              setLoad('loading');
              setAttempt(attempt + 1);
            }}
          >
            {t('media.retry')}
          </Button>
        </>
      ) : (
        <UnstyledButton className={styles.open} onClick={() => setOpen(true)} aria-label={t('media.open')}>
          {load === 'loading' && (
            <span className={styles.wait}>
              <Loader size={20} color="gray" />
            </span>
          )}
          <img
            // A new element is what makes the browser ask again.
            key={attempt}
            src={url}
            alt={alt}
            width={size.width}
            height={size.height}
            className={styles.image}
            data-shown={load === 'shown'}
            onLoad={() => setLoad('shown')}
            onError={() => setLoad('failed')}
            draggable={false}
          />
        </UnstyledButton>
      )}
      <Lightbox opened={open} onClose={() => setOpen(false)} url={url} alt={alt} name={media.name} />
    </div>
  );
}
