import { Button, Loader } from '@mantine/core';
import { type LucideIcon, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Media } from '../../../../src-shared/protocol/entities.ts';
import type { MediumProblem } from './use-medium.ts';

interface Props {
  problem: MediumProblem;
  icon: LucideIcon;
  /** What is said when it came but cannot be shown. */
  failed: string;
  retry(): void;
}

/** What stands in the place of a medium that is not there, and the way to have it. */
export function Unavailable({ problem, icon, failed, retry }: Props) {
  const { t } = useTranslation('chat');
  const Icon = problem === 'offline' ? WifiOff : icon;
  const words = {
    offline: t('media.notHere'),
    gone: t('media.gone'),
    pending: t('media.pending'),
    failed,
  } satisfies Record<MediumProblem, string>;
  return (
    <>
      <Icon size={24} strokeWidth={1.75} aria-hidden="true" />
      <span role="status">{words[problem]}</span>
      {problem !== 'gone' && (
        <Button size="compact-xs" onClick={retry}>
          {t('media.retry')}
        </Button>
      )}
    </>
  );
}

/** Not here yet: the backend still fetches it, or the channel never gave it. */
export function NotReady({ state, icon: Icon }: { state: Exclude<Media['state'], 'ready'>; icon: LucideIcon }) {
  const { t } = useTranslation('chat');
  return (
    <>
      {state === 'pending' ? (
        <Loader size={20} color="gray" />
      ) : (
        <Icon size={24} strokeWidth={1.75} aria-hidden="true" />
      )}
      <span role="status">{t(state === 'pending' ? 'media.pending' : 'media.lost')}</span>
    </>
  );
}
