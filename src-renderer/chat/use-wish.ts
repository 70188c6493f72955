import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute, type Wish } from '../app/route.tsx';
import { useEngineLink, useWatch } from '../bridge/hooks.tsx';
import { announceProblem } from './outcome/announce.ts';

/** Does what the conversation was opened for from the list, once; what cannot be done now is said. */
export function useWish(grants: Record<Wish, { may: boolean; run(): void }>): void {
  const { t } = useTranslation('chat');
  const wish = useRoute((route) => route.wish);
  const granted = useRoute((route) => route.granted);
  const link = useEngineLink();
  const connection = useWatch('connection', {});
  useEffect(() => {
    // What may be done depends on the line, which is not known in a pane's first moment.
    if (wish === null || link === 'connecting' || connection === undefined) return;
    granted();
    const { may, run } = grants[wish];
    if (may) run();
    else announceProblem(t('actions.notNow'));
  });
}
