import { useTranslation } from 'react-i18next';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import { fileSize } from '../../text/sizes.ts';
import type { BodyProps } from '../body.ts';
import styles from './DocumentBody.module.css';
import { DownloadButton } from './DownloadButton.tsx';
import { FileCard } from './FileCard.tsx';
import { extensionOf, lookOf, nameParts } from './file-icons.ts';

/** A document: what it is, its name with the end always readable, how large, and the way to have it. */
export function DocumentBody({ message: { media } }: BodyProps) {
  const { t, i18n } = useTranslation('chat');
  if (media === null) return <FileCard kind="document" media={null} />;
  const { icon: Icon, label, tone } = lookOf(media.mime);
  const name = media.name === null ? null : neutralise(media.name);
  const shown = name ?? t('media.kind.document');
  const { head, tail } = nameParts(shown);
  const details = [
    label ?? extensionOf(name),
    media.bytes > 0 ? fileSize(media.bytes, i18n.language) : null,
    media.state === 'pending' ? t('media.pending') : null,
    media.state === 'failed' ? t('media.lost') : null,
  ].filter((detail) => detail !== null);
  return (
    <div className={styles.card}>
      <span className={styles.icon} data-tone={tone}>
        <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <span className={styles.words}>
        <b title={shown}>
          <span>{head}</span>
          {tail !== '' && <span>{tail}</span>}
        </b>
        <small>{details.join(' · ')}</small>
      </span>
      {media.state === 'ready' && <DownloadButton mediaId={media.id} name={name} what={t('media.kind.document')} />}
    </div>
  );
}
