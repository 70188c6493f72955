import { CircleDashed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../../src-shared/bridge/views.ts';
import type { Content } from '../../../../src-shared/protocol/content.ts';
import { useWindowClock } from '../../../ui/window-clock.ts';
import { useFollowLink } from '../follow-link.ts';
import styles from './Kinds.module.css';

/** A story is shown for a day (milliseconds); its picture stays with Instagram, which takes it away with it. */
const SHOWN_MS = 24 * 60 * 60_000;

interface Props {
  message: Pick<MessageView, 'at' | 'providerAt'>;
  story: Extract<Content, { type: 'story' }>;
}

/** To which story of ours the customer answered, or that they mentioned us in theirs; with the way to it while it is there. */
export function StoryLine({ message, story }: Props) {
  const { t } = useTranslation('chat');
  const follow = useFollowLink();
  const goneAt = (message.providerAt ?? message.at) + SHOWN_MS;
  const isThere = useWindowClock(goneAt, 'end') < goneAt;
  return (
    <small className={styles.label}>
      <CircleDashed size={14} strokeWidth={1.75} aria-hidden="true" />
      <span>
        {t(`story.${story.about}`)}
        {' · '}
        {story.url !== null && isThere ? <a {...follow(story.url)}>{t('story.open')}</a> : t('story.gone')}
      </span>
    </small>
  );
}
