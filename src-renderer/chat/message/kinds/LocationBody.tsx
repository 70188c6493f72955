import { Button } from '@mantine/core';
import { Copy, ExternalLink, MapPin } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { coordinates } from '../../../../src-shared/rules/message-gist.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import type { BodyProps } from '../body.ts';
import { useFollowLink } from '../follow-link.ts';
import { FileCard } from '../media/FileCard.tsx';
import { useCopy } from '../use-copy.ts';
import styles from './Kinds.module.css';

/** A place: what is known of it, and the way to a map. No map is loaded here: it would tell a stranger who is looking. */
export function LocationBody({ message: { content, media } }: BodyProps) {
  const { t } = useTranslation('chat');
  const link = useFollowLink();
  const copy = useCopy();
  if (content?.type !== 'location') return <FileCard kind="location" media={media} />;
  const place = coordinates(content);
  const name = content.name === null ? t('media.kind.location') : neutralise(content.name);
  return (
    <>
      <div className={styles.card}>
        <span className={styles.icon}>
          <MapPin size={20} strokeWidth={1.75} aria-hidden="true" />
        </span>
        <div className={styles.words}>
          <b>{name}</b>
          {content.address !== null && <span>{neutralise(content.address)}</span>}
          <small className={styles.quiet}>{place}</small>
        </div>
      </div>
      <div className={styles.actions}>
        <Button
          component="a"
          {...link(`https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(place)}`)}
          size="compact-sm"
          variant="subtle"
          leftSection={<ExternalLink size={14} aria-hidden="true" />}
        >
          {t('location.open')}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<Copy size={14} aria-hidden="true" />}
          onClick={() => copy(place, t('location.copied'))}
        >
          {t('location.copy')}
        </Button>
      </div>
    </>
  );
}
