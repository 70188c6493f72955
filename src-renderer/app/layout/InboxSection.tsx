import { MessagesSquare } from 'lucide-react';
import { type CSSProperties, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { InboxPane } from '../../inbox/InboxPane.tsx';
import { PaneBoundary } from '../../ui/PaneBoundary.tsx';
import { ConnectionNotices } from '../connection/ConnectionNotices.tsx';
import { usePreferences, useSetPreferences } from '../preferences.ts';
import { useRoute } from '../route.tsx';
import { useServices } from '../services.tsx';
import styles from './Frame.module.css';
import { LIST_WIDTH, Resizer } from './Resizer.tsx';
import { SectionLoading } from './SectionLoading.tsx';
import { useWide } from './wide.ts';

/** List, chat and contact panel. The panel stands beside the chat when there is room, else over its edge when asked for. */
export function InboxSection() {
  const { t } = useTranslation('frame');
  const { panes } = useServices();
  const conversationId = useRoute((route) => route.conversationId);
  const focus = useRoute((route) => route.focus);
  const panelOpen = useRoute((route) => route.panelOpen);
  const setPanelOpen = useRoute((route) => route.setPanelOpen);
  const kept = usePreferences().listWidth;
  const setPreferences = useSetPreferences();
  const [width, setWidth] = useState(kept);
  const wide = useWide();

  useEffect(() => setWidth(kept), [kept]);
  useEffect(() => setPanelOpen(wide), [wide, setPanelOpen]);

  const panel = conversationId !== null && panelOpen;
  const listWidth = Math.min(Math.max(width, LIST_WIDTH.min), LIST_WIDTH.max);

  return (
    <div className={`${styles.inbox} ${panel && wide ? styles.withPanel : ''}`} style={listColumn(listWidth)}>
      <section className={styles.list} aria-label={t('sections.inbox')}>
        <PaneBoundary pane="list">
          <InboxPane />
        </PaneBoundary>
        <Resizer
          width={listWidth}
          onResize={setWidth}
          onDone={(done) => {
            setWidth(done);
            setPreferences({ listWidth: done });
          }}
        />
      </section>
      <main className={styles.middle}>
        <ConnectionNotices />
        <div className={styles.fill}>
          <PaneBoundary pane="chat" resetKey={conversationId}>
            {conversationId === null ? (
              <NoConversation />
            ) : (
              <Suspense fallback={<SectionLoading />}>
                <panes.Chat key={conversationId} conversationId={conversationId} focus={focus} />
              </Suspense>
            )}
          </PaneBoundary>
        </div>
      </main>
      {panel && conversationId !== null && (
        <aside className={`${styles.panel} ${wide ? '' : styles.over}`} aria-label={t('panel.label')}>
          <PaneBoundary pane="contact" resetKey={conversationId}>
            <Suspense fallback={null}>
              <panes.Contact key={conversationId} conversationId={conversationId} />
            </Suspense>
          </PaneBoundary>
        </aside>
      )}
    </div>
  );
}

function NoConversation() {
  const { t } = useTranslation('frame');
  return (
    <div className={styles.nothing}>
      <MessagesSquare size={40} strokeWidth={1.25} aria-hidden="true" />
      <h2>{t('noConversation.title')}</h2>
      <p>{t('noConversation.hint', { down: 'J', up: 'K' })}</p>
    </div>
  );
}

/** The width that the layout's columns go by (CSS pixels). */
function listColumn(width: number): CSSProperties {
  const properties: Record<`--${string}`, string> = { '--list': `${width}px` };
  return properties;
}
