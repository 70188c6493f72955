import { Button, Modal } from '@mantine/core';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from './Lightbox.module.css';

interface Props {
  opened: boolean;
  onClose(): void;
  url: string;
  alt: string;
  name: string | null;
}

/** The picture as large as the window allows; Esc closes it. */
export function Lightbox({ opened, onClose, url, alt, name }: Props) {
  const { t } = useTranslation('chat');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={name ?? t('media.image')}
      size="auto"
      closeButtonProps={{ 'aria-label': t('media.close') }}
    >
      <img src={url} alt={alt} className={styles.image} />
      <div className={styles.actions}>
        <Button component="a" href={url} download={name ?? true} leftSection={<Download size={16} />}>
          {t('media.download')}
        </Button>
      </div>
    </Modal>
  );
}
