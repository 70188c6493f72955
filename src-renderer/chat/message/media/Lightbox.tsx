import { Button, Modal } from '@mantine/core';
import { Download, ImageOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Media } from '../../../../src-shared/protocol/entities.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import { useBridge } from '../../../bridge/hooks.tsx';
import { useFocusReturn } from '../../../ui/use-focus-return.ts';
import styles from './Lightbox.module.css';
import { Unavailable } from './Unavailable.tsx';
import { useMedium } from './use-medium.ts';

interface Props {
  media: Media;
  alt: string;
  onClose(): void;
}

/** The picture as large as the window allows, the small one in its place until it has come; Esc closes it. */
export function Lightbox({ media, onClose, alt }: Props) {
  useFocusReturn();
  const { t } = useTranslation('chat');
  const bridge = useBridge();
  const source = useMedium(media.id);
  const [shown, setShown] = useState(false);
  const name = media.name === null ? null : neutralise(media.name);
  const { width, height } = media;
  // As in the box below: known before the picture is, so that nothing moves when it comes.
  const size = width === null || height === null ? {} : { width, aspectRatio: `${width} / ${height}` };
  return (
    <Modal
      opened
      onClose={onClose}
      title={name ?? t('media.image')}
      size="auto"
      closeButtonProps={{ 'aria-label': t('media.close') }}
    >
      <div className={styles.frame} style={size}>
        {media.thumbnail !== null && !shown && (
          <img src={bridge.mediaUrl(media.id, 'thumbnail')} alt="" className={styles.before} />
        )}
        {source.problem === null ? (
          <img
            key={source.attempt}
            src={source.url}
            alt={alt}
            className={styles.image}
            onLoad={() => setShown(true)}
            onError={source.failed}
          />
        ) : (
          <div className={styles.problem}>
            <Unavailable problem={source.problem} icon={ImageOff} failed={t('media.failed')} retry={source.retry} />
          </div>
        )}
      </div>
      <div className={styles.actions}>
        <Button component="a" href={source.url} download={name ?? true} leftSection={<Download size={16} />}>
          {t('media.download')}
        </Button>
      </div>
    </Modal>
  );
}
