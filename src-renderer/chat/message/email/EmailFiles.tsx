import { useTranslation } from 'react-i18next';
import type { BodyProps } from '../body.ts';
import { numbered } from '../kinds/numbered.ts';
import { mediumBodyOf } from '../media/media-bodies.tsx';
import styles from './Email.module.css';

/** All files of a mail, each as its kind is shown everywhere else. */
export function EmailFiles({ message, author }: BodyProps) {
  const { t } = useTranslation('chat');
  const files = [...(message.media === null ? [] : [message.media]), ...(message.attachments ?? [])];
  if (files.length === 0) return null;
  return (
    <ul className={styles.files} aria-label={t('attachment.list')}>
      {numbered(files).map(({ at, one: media }) => {
        const File = mediumBodyOf(media.mime);
        return (
          <li key={at}>
            <File message={{ ...message, media }} author={author} />
          </li>
        );
      })}
    </ul>
  );
}
