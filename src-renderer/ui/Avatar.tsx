import { AtSign, Camera, ClipboardList, type LucideIcon, MessageCircle, MessagesSquare, Phone } from 'lucide-react';
import type { Channel, PresenceState } from '../../src-shared/protocol/entities.ts';
import styles from './Avatar.module.css';
import { initialsOf } from './initials.ts';

const glyphs: Record<Channel, LucideIcon> = {
  whatsapp: Phone,
  instagram: Camera,
  messenger: MessageCircle,
  livechat: MessagesSquare,
  email: AtSign,
  form: ClipboardList,
};

/** A face for a name. Decoration only: what it shows is said in words beside it. */
export function Avatar({ name, channel, presence }: { name: string; channel?: Channel; presence?: PresenceState }) {
  const Glyph = channel === undefined ? null : glyphs[channel];
  return (
    <span className={styles.avatar} aria-hidden="true">
      {initialsOf(name)}
      {Glyph !== null && channel !== undefined && (
        <span className={`${styles.channel} ${styles[channel]}`}>
          <Glyph size={9} strokeWidth={2.75} />
        </span>
      )}
      {presence !== undefined && <span className={`${styles.dot} ${styles[presence]}`} />}
    </span>
  );
}
