import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { CircleCheck, LogOut, Moon } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../src-shared/bridge/views.ts';
import type { Presence } from '../../../src-shared/protocol/entities.ts';
import type { PauseReason } from '../../../src-shared/protocol/operation.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import { Avatar } from '../../ui/Avatar.tsx';
import { Hidden } from '../../ui/Hidden.tsx';
import { useServerNow } from '../../ui/now.tsx';
import { stopwatch } from '../../ui/times.ts';
import { useRegisterAction } from '../actions/registry.tsx';
import rail from '../layout/Rail.module.css';
import { refusalText } from '../refusals.ts';
import { NextPause, PauseItems } from './PauseMenu.tsx';
import styles from './Presence.module.css';
import { runningPause, useLimitNotice, usePauseSchedule } from './pauses.ts';
import { useSignOut } from './sign-out.ts';

// Dialogs are rare; their code is loaded when one is asked for.
const OtherReason = lazy(() => import('./OtherReason.tsx'));
const SignOutRefused = lazy(() => import('./SignOutRefused.tsx'));

type NewPresence = { state: 'available' | 'paused' | 'away'; reason: string | null };

function useSetPresence(): (presence: NewPresence) => Promise<void> {
  const { t } = useTranslation('frame');
  const set = useAction('server.presence.set');
  return async (presence) => {
    const result = await set(presence);
    if (result.ok) return;
    notifications.show({ color: 'red', title: t('presence.failed'), message: refusalText(t, result.reason) });
  };
}

/** The avatar at the foot of the rail: presence, pauses with their timer, and signing out. */
export function PresenceMenu({ session }: { session: SessionView & { phase: 'ready' } }) {
  const { t } = useTranslation('frame');
  const directory = useWatch('directory', {});
  const setPresence = useSetPresence();
  const signOut = useSignOut();
  const [asking, setAsking] = useState(false);
  const person = directory?.people.find((one) => one.id === session.person.id) ?? session.person;
  const { presence } = person;
  const reasons = directory?.pauseReasons ?? [];
  const schedule = usePauseSchedule(directory, presence);
  const stateText =
    presence.state === 'paused' && presence.reason !== null
      ? t('presence.pausedFor', { reason: presence.reason })
      : t(`presence.${presence.state}`);

  useRegisterAction({
    id: 'presence.available',
    label: t('actions.available'),
    group: 'general',
    keys: null,
    run: () => void setPresence({ state: 'available', reason: null }),
  });
  useRegisterAction({
    id: 'presence.away',
    label: t('actions.away'),
    group: 'general',
    keys: null,
    run: () => void setPresence({ state: 'away', reason: null }),
  });

  return (
    <>
      {presence.state === 'paused' && <PauseTimer presence={presence} reasons={reasons} />}
      <Menu position="right-end" width={260} offset={12}>
        <Menu.Target>
          <button type="button" className={rail.me}>
            <Hidden>{t('presence.button', { name: person.name, state: stateText })}</Hidden>
            <Avatar name={person.name} presence={presence.state} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {person.name} · {stateText}
          </Menu.Label>
          {presence.state === 'paused' && <PauseLine presence={presence} reasons={reasons} />}
          <Menu.Item
            leftSection={<CircleCheck size={16} />}
            onClick={() => void setPresence({ state: 'available', reason: null })}
          >
            {t('presence.setAvailable')}
          </Menu.Item>
          <Menu.Item leftSection={<Moon size={16} />} onClick={() => void setPresence({ state: 'away', reason: null })}>
            {t('presence.setAway')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('presence.pause')}</Menu.Label>
          <PauseItems
            reasons={reasons}
            pause={(reason) => void setPresence({ state: 'paused', reason })}
            askOther={() => setAsking(true)}
          />
          <NextPause schedule={schedule} />
          <Menu.Divider />
          <Menu.Item leftSection={<LogOut size={16} />} onClick={() => void signOut.ask()}>
            {t('presence.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {asking && (
          <OtherReason
            close={() => setAsking(false)}
            pause={(reason) => void setPresence({ state: 'paused', reason })}
          />
        )}
        {signOut.refusal !== null && <SignOutRefused refusal={signOut.refusal} close={signOut.close} />}
      </Suspense>
    </>
  );
}

interface PauseProps {
  presence: Presence;
  reasons: readonly PauseReason[];
}

/** The clock of a pause begins with it, which is why these are mounted only while it lasts. */
function PauseTimer({ presence, reasons }: PauseProps) {
  const { t } = useTranslation('frame');
  const pause = runningPause(presence, reasons, useServerNow(1_000));
  useLimitNotice(pause);
  const time = stopwatch(pause.ms);
  const label = pause.over
    ? t('presence.timerOver', { time, minutes: pause.limitMinutes })
    : t('presence.timer', { time });
  return (
    <span className={`${rail.timer} ${pause.over ? rail.over : ''}`} role="timer" aria-label={label}>
      {time}
    </span>
  );
}

function PauseLine({ presence, reasons }: PauseProps) {
  const { t } = useTranslation('frame');
  const pause = runningPause(presence, reasons, useServerNow(1_000));
  return (
    <p className={styles.running} data-over={pause.over || undefined}>
      <b>{stopwatch(pause.ms)}</b>
      {pause.limitMinutes !== null &&
        ` ${t(pause.over ? 'presence.overLimit' : 'presence.ofLimit', { minutes: pause.limitMinutes })}`}
    </p>
  );
}
