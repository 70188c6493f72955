import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { CircleCheck, Coffee, DoorOpen, GraduationCap, LogOut, Moon, Plus, Users, Utensils } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../../src-shared/bridge/views.ts';
import type { Presence } from '../../../src-shared/protocol/entities.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import { Avatar } from '../../ui/Avatar.tsx';
import { Hidden } from '../../ui/Hidden.tsx';
import { useServerNow } from '../../ui/now.tsx';
import { stopwatch } from '../../ui/times.ts';
import { useRegisterAction } from '../actions/registry.tsx';
import rail from '../layout/Rail.module.css';
import { refusalText } from '../refusals.ts';
import { useSignOut } from './sign-out.ts';

// Dialogs are rare; their code is loaded when one is asked for.
const OtherReason = lazy(() => import('./OtherReason.tsx'));
const SignOutRefused = lazy(() => import('./SignOutRefused.tsx'));

const pauses = [
  { reason: 'lunch', icon: Utensils },
  { reason: 'rest', icon: Coffee },
  { reason: 'bathroom', icon: DoorOpen },
  { reason: 'meeting', icon: Users },
  { reason: 'training', icon: GraduationCap },
] as const;

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
      {presence.state === 'paused' && <PauseTimer presence={presence} />}
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
          {pauses.map(({ reason, icon: Icon }) => (
            <Menu.Item
              key={reason}
              leftSection={<Icon size={16} />}
              onClick={() => void setPresence({ state: 'paused', reason: t(`presence.reasons.${reason}`) })}
            >
              {t(`presence.reasons.${reason}`)}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<Plus size={16} />} onClick={() => setAsking(true)}>
            {t('presence.otherReason')}
          </Menu.Item>
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

function PauseTimer({ presence }: { presence: Presence }) {
  const { t } = useTranslation('frame');
  const now = useServerNow(1000);
  const time = stopwatch(now - presence.since);
  return (
    <span className={rail.timer} role="timer" aria-label={t('presence.timer', { time })}>
      {time}
    </span>
  );
}
