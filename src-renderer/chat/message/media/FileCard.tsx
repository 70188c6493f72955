import { ActionIcon } from '@mantine/core';
import {
  AudioLines,
  Contact,
  Download,
  File,
  type LucideIcon,
  MapPin,
  ShoppingBag,
  Sticker,
  Video,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Media, MessageKind } from '../../../../src-shared/protocol/entities.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import { useBridge } from '../../../bridge/hooks.tsx';
import { fileSize } from '../../text/sizes.ts';
import styles from './FileCard.module.css';

export type FileKind = Extract<
  MessageKind,
  'audio' | 'video' | 'document' | 'sticker' | 'location' | 'contacts' | 'order' | 'image'
>;

const icons: Record<FileKind, LucideIcon> = {
  audio: AudioLines,
  video: Video,
  document: File,
  sticker: Sticker,
  location: MapPin,
  contacts: Contact,
  order: ShoppingBag,
  image: File,
};

/** Something that is not shown in place: what it is, how large, and the way to have it. */
export function FileCard({ kind, media }: { kind: FileKind; media: Media | null }) {
  const { t, i18n } = useTranslation('chat');
  const bridge = useBridge();
  const Icon = icons[kind];
  const name = media?.name == null ? null : neutralise(media.name);
  const details = [
    name === null ? null : t(`media.kind.${kind}`),
    media !== null && media.bytes > 0 ? fileSize(media.bytes, i18n.language) : null,
    media?.state === 'pending' ? t('media.pending') : null,
    media?.state === 'failed' ? t('media.lost') : null,
  ].filter((detail) => detail !== null);
  return (
    <div className={styles.card}>
      <span className={styles.icon}>
        <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <span className={styles.words}>
        <b title={name ?? undefined}>{name ?? t(`media.kind.${kind}`)}</b>
        {details.length > 0 && <small>{details.join(' · ')}</small>}
      </span>
      {media?.state === 'ready' && (
        <ActionIcon
          component="a"
          href={bridge.mediaUrl(media.id)}
          download={name ?? true}
          aria-label={t('media.downloadName', { name: name ?? t(`media.kind.${kind}`) })}
        >
          <Download size={18} strokeWidth={1.75} />
        </ActionIcon>
      )}
    </div>
  );
}
