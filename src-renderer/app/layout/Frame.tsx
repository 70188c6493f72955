import { lazy, Suspense } from 'react';
import type { SessionView } from '../../../src-shared/bridge/views.ts';
import { useKeptFilter } from '../../inbox/filters/use-kept-filter.ts';
import { PaneBoundary } from '../../ui/PaneBoundary.tsx';
import { useFrameActions } from '../actions/frame-actions.ts';
import { Shortcuts } from '../actions/Shortcuts.tsx';
import { WindowSignals } from '../attention/WindowSignals.tsx';
import { ConnectionNotices } from '../connection/ConnectionNotices.tsx';
import { OutboxButton } from '../outbox/OutboxButton.tsx';
import { PresenceMenu } from '../presence/PresenceMenu.tsx';
import { useRoute } from '../route.tsx';
import { useServices } from '../services.tsx';
import styles from './Frame.module.css';
import { InboxSection } from './InboxSection.tsx';
import { LaterOverlays } from './LaterOverlays.tsx';
import { Rail } from './Rail.tsx';
import { SectionLoading } from './SectionLoading.tsx';
import { useUnread } from './unread.ts';

const Settings = lazy(() => import('../../settings/SettingsSection.tsx'));

/** The window of someone who is signed in: rail, section, and what lies over them. */
export function Frame({ session }: { session: SessionView & { phase: 'ready' } }) {
  const section = useRoute((route) => route.section);
  const { panes } = useServices();
  const unread = useUnread();
  useFrameActions();
  useKeptFilter();
  return (
    <div className={styles.frame}>
      <Rail unread={unread}>
        <OutboxButton />
        <PresenceMenu session={session} />
      </Rail>
      {section === 'inbox' ? (
        <InboxSection />
      ) : (
        <main className={styles.section}>
          <ConnectionNotices />
          <div className={styles.fill}>
            <PaneBoundary pane="section" resetKey={section}>
              <Suspense fallback={<SectionLoading />}>
                {section === 'history' ? <panes.History /> : <Settings session={session} />}
              </Suspense>
            </PaneBoundary>
          </div>
        </main>
      )}
      <Shortcuts />
      <WindowSignals unread={unread} />
      <LaterOverlays />
    </div>
  );
}
