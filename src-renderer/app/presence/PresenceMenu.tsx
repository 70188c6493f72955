import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { CircleCheck, LogOut, Moon } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../src-shared/bridge/views.ts';
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
import { type RunningPause, runningPause, useLimitNotice, usePauseSchedule } from './pauses.ts';
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
  const now = useServerNow(presence.state === 'paused' ? 1_000 : 60_000);
  const pause = runningPause(presence, directory?.pauseReasons ?? [], now);
  const schedule = usePauseSchedule(directory, presence);
  useLimitNotice(pause);
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
      {pause !== null && <PauseTimer pause={pause} />}
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
          {pause !== null && (
            <p className={styles.running} data-over={pause.over || undefined}>
              <b>{stopwatch(pause.ms)}</b>
              {pause.limitMinutes !== null &&
                ` ${t(pause.over ? 'presence.overLimit' : 'presence.ofLimit', { minutes: pause.limitMinutes })}`}
            </p>
          )}
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
            reasons={directory?.pauseReasons ?? []}
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

function PauseTimer({ pause }: { pause: RunningPause }) {
  const { t } = useTranslation('frame');
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
