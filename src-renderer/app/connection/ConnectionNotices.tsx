import { ActionIcon, Button } from '@mantine/core';
import { BellRing, Clock, Cloud, HardDrive, type LucideIcon, RefreshCw, WifiOff, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionView } from '../../../src-shared/bridge/views.ts';
import { useEngineLink, useWatch } from '../../bridge/hooks.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { shortSpan } from '../../ui/times.ts';
import { useNotificationPermission } from '../attention/permission.ts';
import { CatchUpBar } from './CatchUpBar.tsx';
import { ChannelNotices } from './ChannelNotices.tsx';

/** Beyond this difference of clocks the times on the screen would mislead (milliseconds). */
const SKEW_LIMIT_MS = 5 * 60_000;

type LocalProblem = NonNullable<ConnectionView['localProblem']>;

/** Everything the window has to say about its own state, most serious first. */
export function ConnectionNotices() {
  const connection = useWatch('connection', {});
  const link = useEngineLink();
  const [dismissed, setDismissed] = useState<LocalProblem | null>(null);
  return (
    <>
      {connection?.catchingUp && <CatchUpBar catchingUp={connection.catchingUp} />}
      <LineNotice connection={connection} engineAway={link === 'down'} />
      {connection !== undefined && <SkewNotice skewMs={connection.clockSkewMs} />}
      {connection?.localProblem && connection.localProblem !== dismissed && (
        <LocalNotice problem={connection.localProblem} dismiss={setDismissed} />
      )}
      <ChannelNotices />
      <NotificationPrompt />
    </>
  );
}

function LineNotice({ connection, engineAway }: { connection: ConnectionView | undefined; engineAway: boolean }) {
  const { t } = useTranslation('frame');
  if (engineAway) {
    return (
      <Notice tone="warn" icon={RefreshCw} role="alert">
        {t('connection.engine')}
      </Notice>
    );
  }
  const cause = connection?.cause;
  if (connection === undefined || connection.state === 'online') return null;
  if (cause?.kind === 'protocol') {
    const key = cause.desktop < cause.server ? 'connection.protocolDesktop' : 'connection.protocolServer';
    return (
      <Notice tone="bad" icon={Cloud} role="alert">
        {t(key, { desktop: cause.desktop, server: cause.server })}
      </Notice>
    );
  }
  if (cause?.kind === 'session') {
    return (
      <Notice tone="bad" icon={Cloud} role="alert">
        {t('connection.session')}
      </Notice>
    );
  }
  // The first attempt after the start has no cause yet: saying «lost» then would be false and would flash.
  if (connection.state === 'connecting' && !cause) return null;
  return (
    <Notice tone="warn" icon={WifiOff} role="alert">
      {t('connection.lost')}
    </Notice>
  );
}

function SkewNotice({ skewMs }: { skewMs: number }) {
  const { t } = useTranslation('frame');
  if (Math.abs(skewMs) <= SKEW_LIMIT_MS) return null;
  return (
    <Notice tone="warn" icon={Clock} role="status">
      {t(skewMs > 0 ? 'connection.skewAhead' : 'connection.skewBehind', { span: shortSpan(Math.abs(skewMs)) })}
    </Notice>
  );
}

const localTexts: Record<LocalProblem, 'diskFull' | 'cacheRebuilt' | 'userDataReset'> = {
  'disk-full': 'diskFull',
  'cache-rebuilt': 'cacheRebuilt',
  'user-data-reset': 'userDataReset',
};
const localIcons: Record<LocalProblem, LucideIcon> = {
  'disk-full': HardDrive,
  'cache-rebuilt': RefreshCw,
  'user-data-reset': HardDrive,
};

function LocalNotice({ problem, dismiss }: { problem: LocalProblem; dismiss(problem: LocalProblem): void }) {
  const { t } = useTranslation('frame');
  const full = problem === 'disk-full';
  return (
    <Notice
      tone={full ? 'bad' : 'warn'}
      icon={localIcons[problem]}
      role={full ? 'alert' : 'status'}
      actions={
        !full && (
          <ActionIcon aria-label={t('connection.dismiss')} onClick={() => dismiss(problem)}>
            <X size={16} />
          </ActionIcon>
        )
      }
    >
      {t(`connection.${localTexts[problem]}`)}
    </Notice>
  );
}

/** Browsers show a permission dialog only on a person's own click, so we ask with a button first. */
function NotificationPrompt() {
  const { t } = useTranslation('frame');
  const permission = useNotificationPermission();
  if (!permission.shouldAsk) return null;
  return (
    <Notice
      tone="plain"
      icon={BellRing}
      role="status"
      actions={
        <>
          <Button variant="filled" onClick={permission.request}>
            {t('notify.allow')}
          </Button>
          <Button variant="subtle" onClick={permission.later}>
            {t('notify.later')}
          </Button>
        </>
      }
    >
      {t('notify.ask')}
    </Notice>
  );
}
