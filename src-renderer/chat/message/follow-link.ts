import { type MouseEvent, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../bridge/hooks.tsx';
import { announceProblem } from '../outcome/announce.ts';

/** What an `a` element needs to be followed: the shell opens the address, after its own check; this window never navigates. */
export function useFollowLink() {
  const { t } = useTranslation('chat');
  const openLink = useAction('link.open');
  return useCallback(
    (url: string) => {
      const follow = async (event: MouseEvent) => {
        event.preventDefault();
        const opened = await openLink({ url }).catch(() => ({ ok: false }));
        if (!opened.ok) announceProblem(t('message.linkRefused'));
      };
      return {
        href: url,
        target: '_blank',
        rel: 'noopener noreferrer nofollow',
        onClick: (event: MouseEvent) => void follow(event),
        onAuxClick: (event: MouseEvent) => void follow(event),
      };
    },
    [openLink, t],
  );
}
