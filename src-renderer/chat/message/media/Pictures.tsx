import { useTranslation } from 'react-i18next';
import type { Media } from '../../../../src-shared/protocol/entities.ts';
import { Picture } from './Picture.tsx';
import styles from './Pictures.module.css';

/** Two side by side are about as wide as one that stands alone (CSS pixels). */
const TILE = { width: 156, height: 156 };

/** Several pictures of one message, in tiles: one below the other they would push everything else out of sight. */
export function Pictures({ media, author }: { media: readonly Media[]; author: string }) {
  const { t } = useTranslation('chat');
  return (
    <div className={styles.tiles}>
      {media.map((one) => (
        <Picture key={one.id} media={one} alt={t('media.imageFrom', { author })} size={TILE} />
      ))}
    </div>
  );
}
