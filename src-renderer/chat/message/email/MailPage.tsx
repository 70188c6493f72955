import { Button, Loader, Modal } from '@mantine/core';
import { ImageOff, MailX } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from '../../../ui/use-focus-return.ts';
import { Unavailable } from '../media/Unavailable.tsx';
import { useMedium } from '../media/use-medium.ts';
import styles from './MailPage.module.css';

interface Props {
  messageId: string;
  subject: string;
  /** How many pictures the page would load from elsewhere. */
  remoteImages: number;
  close(): void;
}

/** A mail as its writer made it, as large as the window allows; pictures from elsewhere come when they are asked for. */
export default function MailPage({ messageId, subject, remoteImages, close }: Props) {
  useFocusReturn();
  const { t } = useTranslation('chat');
  const [pictures, showPictures] = useState(false);
  return (
    <Modal
      opened
      onClose={close}
      title={subject}
      size="min(1040px, calc(100vw - 64px))"
      closeButtonProps={{ 'aria-label': t('email.closePage') }}
    >
      {remoteImages > 0 && (
        // Its place stays when the pictures are there: the page does not jump under the reader's eyes.
        <div className={styles.held} data-held={!pictures}>
          {!pictures && (
            <>
              <ImageOff size={16} strokeWidth={1.75} aria-hidden="true" />
              <span>{t('email.held', { count: remoteImages })}</span>
              <Button size="compact-sm" onClick={() => showPictures(true)}>
                {t('email.showPictures')}
              </Button>
            </>
          )}
        </div>
      )}
      <MailFrame
        key={pictures ? 'pictures' : 'plain'}
        messageId={messageId}
        pictures={pictures}
        title={t('email.page', { subject })}
      />
    </Modal>
  );
}

/**
 * The page in a frame without scripts and without our origin; the shell gives it a policy of its own besides
 * (desktop/content-security.ts). Its height is the dialog's and never the mail's: nothing inside can move anything outside.
 */
function MailFrame({ messageId, pictures, title }: { messageId: string; pictures: boolean; title: string }) {
  const { t } = useTranslation('chat');
  const source = useMedium(messageId, pictures ? 'page-with-pictures' : 'page');
  const { url, attempt, failed } = source;
  const [here, setHere] = useState<number | null>(null);
  const lost = useEffectEvent(failed);
  // A frame says nothing of why it stays empty; so the page is had first, and shown from this machine.
  useEffect(() => {
    const gone = new AbortController();
    fetch(url, { method: 'HEAD', signal: gone.signal }).then(
      ({ ok }) => (ok ? setHere(attempt) : lost()),
      () => !gone.signal.aborted && lost(),
    );
    return () => gone.abort();
  }, [url, attempt]);
  return (
    <div className={styles.place}>
      {source.problem !== null ? (
        <Unavailable problem={source.problem} icon={MailX} failed={t('email.pageFailed')} retry={source.retry} />
      ) : here === attempt ? (
        <iframe
          className={styles.frame}
          title={title}
          src={url}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
        />
      ) : (
        <Loader size={20} color="gray" />
      )}
    </div>
  );
}
