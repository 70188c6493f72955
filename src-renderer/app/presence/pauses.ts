import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueryResults } from '../../../src-shared/bridge/contract.ts';
import type { Directory } from '../../../src-shared/bridge/views.ts';
import type { Presence } from '../../../src-shared/protocol/entities.ts';
import type { PauseReason } from '../../../src-shared/protocol/operation.ts';
import { type PauseSchedule, planPauses } from '../../../src-shared/rules/pause-plan.ts';
import { useBridge } from '../../bridge/hooks.tsx';
import { useServerNow } from '../../ui/now.tsx';

const MINUTE = 60_000;

/** A pause that lasts: for how long, and whether that is longer than its reason allows for. */
export interface RunningPause {
  ms: number;
  limitMinutes: number | null;
  over: boolean;
}

export function runningPause(presence: Presence, reasons: readonly PauseReason[], now: number): RunningPause {
  const limitMinutes = reasons.find((reason) => reason.name === presence.reason)?.limitMinutes ?? null;
  const ms = Math.max(0, now - presence.since);
  return { ms, limitMinutes, over: limitMinutes !== null && ms > limitMinutes * MINUTE };
}

/** Says once, when a pause passes its limit. Nobody is taken out of it. */
export function useLimitNotice(pause: RunningPause): void {
  const { t } = useTranslation('frame');
  const minutes = pause.over ? pause.limitMinutes : null;
  useEffect(() => {
    if (minutes === null) return;
    notifications.show({ color: 'yellow', title: t('presence.overTitle'), message: t('presence.over', { minutes }) });
  }, [minutes, t]);
}

/**
 * When the next pause of the day is due; null while it is not known (no connection, no working day). Asked again with each
 * change of the own presence, because that is what begins and ends pauses.
 */
export function usePauseSchedule(directory: Directory | undefined, presence: Presence): PauseSchedule | null {
  const now = useServerNow(30_000);
  const bridge = useBridge();
  const [day, setDay] = useState<QueryResults['server.pauses.mine'] | null>(null);
  const moment = `${presence.state} ${presence.since}`;
  useEffect(() => {
    if (moment === '') return;
    let current = true;
    bridge.query('server.pauses.mine', {}).then(
      (answer) => {
        if (current) setDay(answer);
      },
      // The engine is away; the schedule comes with the next change.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [bridge, moment]);
  const plan = directory?.operation?.pausePlan;
  if (plan === undefined || day === null || !day.ok || day.value.workFrom === null) return null;
  return planPauses({ plan, workFrom: day.value.workFrom, taken: day.value.pauses, now });
}
