import { useTranslation } from 'react-i18next';
import styles from './Composer.module.css';

/** How much more the channel takes, once there is little of it (a tenth), and by how much it is too much. */
export function RoomLeft({ left, limit }: { left: number; limit: number }) {
  const { t } = useTranslation('chat');
  if (left < 0) {
    return (
      <span className={styles.over} role="status">
        {t('composer.over', { count: -left })}
      </span>
    );
  }
  return left <= limit * 0.1 && <span className={styles.left}>{t('composer.left', { count: left })}</span>;
}
