import { CloseButton, Progress } from '@mantine/core';
import { CircleAlert, Mic, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { lookOf } from '../message/media/file-icons.ts';
import { fileSize } from '../text/sizes.ts';
import styles from './AttachmentTray.module.css';
import { type Attachment, type Attachments, refusedWords } from './use-attachments.ts';

/** What will go with the next message, and how far it has come. */
export function AttachmentTray({ attachments }: { attachments: Attachments }) {
  const { t } = useTranslation('chat');
  if (attachments.items.length === 0) return null;
  return (
    <ul className={styles.tray} aria-label={t('attachment.list')}>
      {attachments.items.map((item) => (
        <AttachmentCard key={item.upload.id} item={item} remove={() => attachments.remove(item.upload.id)} />
      ))}
    </ul>
  );
}

function AttachmentCard({ item: { upload, preview, misfit }, remove }: { item: Attachment; remove(): void }) {
  const { t, i18n } = useTranslation('chat');
  const percent = upload.bytes === 0 ? 0 : Math.round((upload.sentBytes / upload.bytes) * 100);
  const { name } = upload;
  // What fits another channel only stays attached: the agent may choose that one again, or take it off.
  const state = upload.state === 'ready' && misfit !== null ? 'failed' : upload.state;
  const error = upload.error ?? misfit;
  const Icon = upload.voice === true ? Mic : lookOf(upload.mime).icon;
  return (
    <li className={styles.card} data-state={state}>
      <span className={styles.preview}>
        {preview !== null ? <img src={preview} alt="" /> : <Icon size={20} strokeWidth={1.75} aria-hidden="true" />}
      </span>
      <span className={styles.words}>
        <b title={name}>{name}</b>
        {state === 'uploading' && (
          <Progress.Root size={6} mt={5}>
            <Progress.Section value={percent} aria-label={t('attachment.uploading', { name, percent })} />
          </Progress.Root>
        )}
        {state === 'ready' && (
          <small>
            {fileSize(upload.bytes, i18n.language)} · {t('attachment.ready')}
          </small>
        )}
        {state === 'waiting' && (
          <small role="status">
            <WifiOff size={12} aria-hidden="true" /> {t('attachment.waiting')}
          </small>
        )}
        {state === 'failed' && (
          <small role="alert" title={error === null ? undefined : refusedWords(t, error, name)}>
            <CircleAlert size={12} aria-hidden="true" /> {t(`attachment.short.${error ?? 'server-error'}`)}
          </small>
        )}
      </span>
      <CloseButton
        size={28}
        onClick={remove}
        aria-label={t(state === 'uploading' || state === 'waiting' ? 'attachment.cancel' : 'attachment.remove', {
          name,
        })}
      />
    </li>
  );
}
