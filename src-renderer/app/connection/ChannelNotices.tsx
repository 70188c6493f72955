import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../src-shared/protocol/entities.ts';
import { failureCause } from '../../../src-shared/rules/failure-reasons.ts';
import { useWatch } from '../../bridge/hooks.tsx';
import { dateAndTime } from '../../chat/text/times.ts';
import { Notice } from '../../ui/Notice.tsx';

/**
 * A provider refuses one of our accounts: told to those who can do something about it. Agents learn it from the message that
 * was not sent.
 */
export function ChannelNotices() {
  const session = useWatch('session', {});
  const directory = useWatch('directory', {});
  if (session?.phase !== 'ready' || session.person.role === 'agent') return null;
  return directory?.connections
    .filter(({ active, problem }) => active && problem !== null)
    .map((connection) => <ChannelNotice key={connection.id} connection={connection} />);
}

const TOLD = [
  'permission',
  'accountBlocked',
  'billing',
  'spamReports',
  'mailLogin',
  'mailFolder',
  'mailUnreachable',
] as const;
type Cause = (typeof TOLD)[number] | 'other';

function causeOf(code: string): Cause {
  const cause = failureCause(code);
  return TOLD.find((told) => told === cause) ?? 'other';
}

function ChannelNotice({ connection }: { connection: Connection }) {
  const { t, i18n } = useTranslation('frame');
  const { problem } = connection;
  if (problem === null) return null;
  const cause = causeOf(problem.code);
  return (
    <Notice tone="bad" icon={CircleAlert} role="status">
      {t(`channelProblem.${cause}`, { name: connection.name, code: problem.code })}{' '}
      {t('channelProblem.since', { date: dateAndTime(problem.since, i18n.language) })}
      {cause === 'other' && problem.detail !== null && ` ${t('channelProblem.detail', { detail: problem.detail })}`}
    </Notice>
  );
}
