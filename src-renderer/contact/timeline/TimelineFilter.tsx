import { useTranslation } from 'react-i18next';
import { timelineKinds } from '../../../src-shared/bridge/contact-views.ts';
import type { TimelineKind } from '../../../src-shared/bridge/views.ts';
import type { Channel } from '../../../src-shared/protocol/entities.ts';
import styles from './Timeline.module.css';

export interface TimelineChoice {
  kinds: readonly TimelineKind[];
  channels: readonly Channel[];
}

interface Props extends TimelineChoice {
  /** Those the customer was ever reached through. */
  offered: readonly Channel[];
  change(choice: TimelineChoice): void;
}

/** Kinds and channels to narrow the timeline to; none chosen is all. */
export function TimelineFilter({ kinds, channels, offered, change }: Props) {
  const { t } = useTranslation('record');
  const { t: contact } = useTranslation('contact');
  return (
    <div className={styles.filter}>
      <fieldset aria-label={t('timeline.kinds')}>
        {timelineKinds.map((kind) => (
          <Choice
            key={kind}
            label={t(`timeline.kind.${kind}`)}
            on={kinds.includes(kind)}
            toggle={() => change({ channels, kinds: toggled(kinds, kind) })}
          />
        ))}
      </fieldset>
      {offered.length > 1 && (
        <fieldset aria-label={t('timeline.channels')}>
          {offered.map((channel) => (
            <Choice
              key={channel}
              label={contact(`identity.${channel}`)}
              on={channels.includes(channel)}
              toggle={() => change({ kinds, channels: toggled(channels, channel) })}
            />
          ))}
        </fieldset>
      )}
    </div>
  );
}

function Choice({ label, on, toggle }: { label: string; on: boolean; toggle(): void }) {
  return (
    <button type="button" aria-pressed={on} onClick={toggle}>
      {label}
    </button>
  );
}

const toggled = <T,>(all: readonly T[], one: T): T[] =>
  all.includes(one) ? all.filter((other) => other !== one) : [...all, one];
