import { ActionIcon, Button, CloseButton } from '@mantine/core';
import { FileDown, MessageSquare } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../src-shared/bridge/views.ts';
import { useRoute } from '../app/route.tsx';
import { Arriving } from '../archive/Arriving.tsx';
import { useWatch } from '../bridge/hooks.tsx';
import { useDirectoryNames } from '../chat/directory-names.ts';
import { useChatLines } from '../chat/log/chat-watch.ts';
import { MessageLog } from '../chat/log/MessageLog.tsx';
import { useExport } from '../chat/outcome/use-export.ts';
import { nowhere } from '../chat/way/places.ts';
import { QualificationSection } from '../qualification/QualificationSection.tsx';
import styles from './HistorySection.module.css';

/** A finished conversation, to be read only. Esc closes it and gives the focus back to the table. */
export function Transcript({ conversationId, close }: { conversationId: string; close(): void }) {
  const { t } = useTranslation('history');
  const conversation = useWatch('conversation', { conversationId });
  const openConversation = useRoute((route) => route.openConversation);
  const exportTranscript = useExport();
  const before = useRef(document.activeElement);
  const closing = () => {
    close();
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  return (
    <section
      className={styles.transcript}
      aria-label={t('transcript.label')}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) closing();
      }}
    >
      <header className={styles.transcriptHead}>
        <div className={styles.who}>
          <h2>{conversation?.title ?? t('transcript.label')}</h2>
          {conversation != null && (
            <p>
              {[conversation.connection?.name, conversation.protocol].filter((part) => part !== undefined).join(' · ')}
            </p>
          )}
        </div>
        <Button leftSection={<FileDown size={16} />} onClick={() => void exportTranscript(conversationId)}>
          {t('transcript.export')}
        </Button>
        <ActionIcon
          aria-label={t('transcript.open')}
          title={t('transcript.open')}
          onClick={() => openConversation(conversationId)}
        >
          <MessageSquare size={18} strokeWidth={1.75} />
        </ActionIcon>
        <CloseButton size={32} aria-label={t('transcript.close')} onClick={closing} data-autofocus />
      </header>
      {conversation != null && (
        <>
          <div className={styles.given}>
            <QualificationSection conversation={conversation} />
          </div>
          <ReadOnlyLog conversation={conversation} />
        </>
      )}
      {conversation === null && <Arriving conversationId={conversationId} />}
    </section>
  );
}

function ReadOnlyLog({ conversation }: { conversation: ConversationView }) {
  const session = useWatch('session', {});
  const names = useDirectoryNames();
  const chat = useChatLines(conversation.id);
  const log = useRef<HTMLDivElement>(null);
  const meId = session?.phase === 'ready' ? session.person.id : null;
  const { title: customer } = conversation;
  const channel = conversation.group.length === 0 ? conversation.channel : null;
  const surroundings = useMemo(
    () => ({
      customer,
      places: nowhere,
      channel,
      meId,
      people: names.people,
      retry: null,
      chooseTemplate: null,
      quote: () => undefined,
    }),
    [customer, channel, meId, names],
  );
  // Reading goes on by keyboard where the table was left.
  useEffect(() => log.current?.querySelector<HTMLElement>('[role="log"]')?.focus(), []);
  return (
    <div ref={log} style={{ display: 'contents' }}>
      <MessageLog chat={chat} surroundings={surroundings} names={names} focus={null} />
    </div>
  );
}
