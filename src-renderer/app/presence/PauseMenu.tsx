import { Menu } from '@mantine/core';
import { Coffee, DoorOpen, GraduationCap, Plus, Timer, Users, Utensils } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PauseReason } from '../../../src-shared/protocol/operation.ts';
import type { PauseSchedule } from '../../../src-shared/rules/pause-plan.ts';
import styles from './Presence.module.css';

const common = [
  { reason: 'lunch', icon: Utensils },
  { reason: 'rest', icon: Coffee },
  { reason: 'bathroom', icon: DoorOpen },
  { reason: 'meeting', icon: Users },
  { reason: 'training', icon: GraduationCap },
] as const;

const icons = { rest: Coffee, meal: Utensils, other: Timer };

interface Props {
  /** The workspace's own; where it has none, a common list and a free text are offered. */
  reasons: readonly PauseReason[];
  pause(reason: string): void;
  askOther(): void;
}

export function PauseItems({ reasons, pause, askOther }: Props) {
  const { t } = useTranslation('frame');
  if (reasons.length > 0) {
    return reasons.map(({ id, name, kind, limitMinutes }) => {
      const Icon = icons[kind];
      return (
        <Menu.Item
          key={id}
          leftSection={<Icon size={16} />}
          rightSection={
            limitMinutes !== null && (
              <span className={styles.limit}>{t('presence.minutes', { minutes: limitMinutes })}</span>
            )
          }
          onClick={() => pause(name)}
        >
          {name}
        </Menu.Item>
      );
    });
  }
  return (
    <>
      {common.map(({ reason, icon: Icon }) => (
        <Menu.Item key={reason} leftSection={<Icon size={16} />} onClick={() => pause(t(`presence.reasons.${reason}`))}>
          {t(`presence.reasons.${reason}`)}
        </Menu.Item>
      ))}
      <Menu.Item leftSection={<Plus size={16} />} onClick={askOther}>
        {t('presence.otherReason')}
      </Menu.Item>
    </>
  );
}

/** «Próxima pausa»: what the working day still owes (NR-17, annex II). */
export function NextPause({ schedule }: { schedule: PauseSchedule | null }) {
  const { t, i18n } = useTranslation('frame');
  const next = schedule?.next ?? null;
  // Its place is kept: the menu must not move under a hand that reaches for it.
  if (schedule === null) return <p className={styles.next} />;
  if (next === null) return <p className={styles.next}>{t('presence.allTaken')}</p>;
  const clock = (at: number) => new Date(at).toLocaleTimeString(i18n.language, { hour: '2-digit', minute: '2-digit' });
  return (
    <p className={styles.next} data-overdue={next.state === 'overdue' || undefined}>
      {t(`presence.next.${next.kind}`, { minutes: next.minutes })}{' '}
      {next.state === 'overdue'
        ? t('presence.overdue', { time: clock(next.latest) })
        : t('presence.due', { time: clock(next.due) })}
      {next.state !== 'overdue' && (
        <small>{t('presence.between', { from: clock(next.earliest), to: clock(next.latest) })}</small>
      )}
    </p>
  );
}
