import { UnstyledButton } from '@mantine/core';
import { Play, VideoOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Media } from '../../../../src-shared/protocol/entities.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import { useBridge } from '../../../bridge/hooks.tsx';
import { fileSize } from '../../text/sizes.ts';
import type { BodyProps } from '../body.ts';
import { DownloadButton } from './DownloadButton.tsx';
import { FileCard } from './FileCard.tsx';
import { filmBox } from './image-box.ts';
import { soundsOf } from './sounds.ts';
import { NotReady, Unavailable } from './Unavailable.tsx';
import { useMedium } from './use-medium.ts';
import styles from './VideoBody.module.css';

/** A film up to this size comes by itself, so that its first picture shows; a larger one when it is asked for. */
const COMES_BY_ITSELF_BYTES = 8 * 1024 * 1024;

/** A film in a place of its final size, with the browser's own controls: keyboard, sound and full screen are known there. */
export function VideoBody({ message: { media }, author }: BodyProps) {
  return media === null ? <FileCard kind="video" media={null} /> : <Film media={media} author={author} />;
}

function Film({ media, author }: { media: Media; author: string }) {
  const { t, i18n } = useTranslation('chat');
  const bridge = useBridge();
  const source = useMedium(media.id);
  const [asked, setAsked] = useState(false);
  const size = filmBox(media.width, media.height);
  const name = media.name === null ? null : neutralise(media.name);
  const words = media.bytes > 0 ? fileSize(media.bytes, i18n.language) : null;

  if (media.state !== 'ready') {
    return (
      <div className={styles.box} style={size}>
        <NotReady state={media.state} icon={VideoOff} />
      </div>
    );
  }
  const comes = asked || media.bytes <= COMES_BY_ITSELF_BYTES;
  return (
    <figure className={styles.film} style={{ width: size.width }}>
      <div className={styles.box} style={size} data-film={comes && source.problem === null}>
        {source.problem !== null ? (
          <Unavailable problem={source.problem} icon={VideoOff} failed={t('media.notPlayed')} retry={source.retry} />
        ) : comes ? (
          <video
            key={source.attempt}
            src={source.url}
            controls
            preload="metadata"
            autoPlay={asked}
            playsInline
            controlsList="nodownload noremoteplayback"
            disablePictureInPicture
            aria-label={t('media.videoFrom', { author })}
            className={styles.video}
            onPlay={(event) => soundsOf(bridge).silence(event.currentTarget)}
            onError={source.failed}
          >
            <track kind="captions" />
          </video>
        ) : (
          <UnstyledButton
            className={styles.ask}
            onClick={() => setAsked(true)}
            aria-label={t('media.play', { author })}
          >
            <span className={styles.disc}>
              <Play size={24} fill="currentColor" aria-hidden="true" />
            </span>
            {words}
          </UnstyledButton>
        )}
      </div>
      <figcaption className={styles.line}>
        <span>{[t('media.kind.video'), words].filter((part) => part !== null).join(' · ')}</span>
        <DownloadButton mediaId={media.id} name={name} what={t('media.kind.video')} />
      </figcaption>
    </figure>
  );
}
