import { Loader, UnstyledButton } from '@mantine/core';
import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Media } from '../../../../src-shared/protocol/entities.ts';
import { type Box, imageBox } from './image-box.ts';
import { Lightbox } from './Lightbox.tsx';
import styles from './Picture.module.css';
import { NotReady, Unavailable } from './Unavailable.tsx';
import { useMedium } from './use-medium.ts';

/** A picture in a place of its final size, small first. It says when it is still coming, and when it will not come. */
export function Picture({ media, alt, size: given }: { media: Media; alt: string; size?: Box }) {
  const { t } = useTranslation('chat');
  const source = useMedium(media.id, media.thumbnail === null ? 'whole' : 'thumbnail');
  const [shown, setShown] = useState(-1);
  const [open, setOpen] = useState(false);
  const size = given ?? imageBox(media.width, media.height);

  if (media.state !== 'ready') {
    return (
      <div className={styles.box} style={size}>
        <NotReady state={media.state} icon={ImageOff} />
      </div>
    );
  }
  return (
    <div className={styles.box} style={size}>
      {source.problem !== null ? (
        <Unavailable problem={source.problem} icon={ImageOff} failed={t('media.failed')} retry={source.retry} />
      ) : (
        <UnstyledButton className={styles.open} onClick={() => setOpen(true)} aria-label={t('media.open')}>
          {shown !== source.attempt && (
            <span className={styles.wait}>
              <Loader size={20} color="gray" />
            </span>
          )}
          <img
            // A new element is what makes the browser ask again.
            key={source.attempt}
            src={source.url}
            alt={alt}
            width={size.width}
            height={size.height}
            className={styles.image}
            data-shown={shown === source.attempt}
            onLoad={() => setShown(source.attempt)}
            onError={source.failed}
            draggable={false}
          />
        </UnstyledButton>
      )}
      {open && <Lightbox media={media} onClose={() => setOpen(false)} alt={alt} />}
    </div>
  );
}
