import { ActionIcon, Button, Menu } from '@mantine/core';
import { CircleCheck, Copy, EllipsisVertical, FileDown, Hand, Merge, PanelRight } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import { WhyHere } from '../../routing/WhyHere.tsx';
import { Avatar } from '../../ui/Avatar.tsx';
import { useServerNow } from '../../ui/now.tsx';
import { useWindowClock } from '../../ui/window-clock.ts';
import { ManualAutomations } from '../automation/ManualAutomations.tsx';
import { GroupHere } from '../group/GroupHere.tsx';
import { announceDone } from '../outcome/announce.ts';
import { useExport } from '../outcome/use-export.ts';
import styles from './ChatHeader.module.css';
import { ColleaguesHere } from './ColleaguesHere.tsx';
import { holderWords, windowLeft } from './status-words.ts';

interface Props {
  conversation: ConversationView;
  canTake: boolean;
  canTransfer: boolean;
  canFinish: boolean;
  online: boolean;
  take(): void;
  transfer(): void;
  join(): void;
  finish(): void;
  panelOpen: boolean;
  togglePanel(): void;
}

/** Who it is, through what, whose it is and why, how long one may still write, and what can be done. */
export function ChatHeader(props: Props) {
  const { conversation } = props;
  const { t, i18n } = useTranslation('chat');
  const { t: routing } = useTranslation('routing');
  const { t: record } = useTranslation('record');
  const more = useRef<HTMLButtonElement>(null);
  const now = useServerNow(20_000);
  const exportTranscript = useExport();
  const window = windowLeft(conversation, useWindowClock(conversation.windowEndsAt, 'shown'));
  const holder = holderWords(conversation, now, t, routing, i18n.language);
  const via = [
    conversation.connection?.name ?? t('header.noConnection'),
    t('header.protocol', { protocol: conversation.protocol }),
  ].join(' · ');
  const copyProtocol = async () => {
    await navigator.clipboard.writeText(conversation.protocol);
    announceDone(t('header.protocolCopied'));
  };
  return (
    <header className={styles.header}>
      <Avatar name={conversation.title} channel={conversation.channel} />
      <div className={styles.who}>
        <h2 title={conversation.title}>{conversation.title}</h2>
        <div className={styles.facts} title={`${via} · ${holder}`}>
          <span className={styles.via}>{via} ·</span>
          <WhyHere conversation={conversation} holder={holder} now={now} />
          {conversation.customerTyping && (
            <span className={styles.typing} role="status">
              · {t('header.typing')}
            </span>
          )}
        </div>
      </div>
      <ColleaguesHere colleagues={conversation.colleagues} />
      <GroupHere group={conversation.group} online={props.online} alone={() => more.current?.focus()} />
      {window !== null && (
        <span
          className={styles.pill}
          data-urgency={window.urgency}
          title={window.time === null ? t('window.explainClosed') : t('window.explainLeft', { time: window.time })}
        >
          {window.time === null ? t('window.closed') : t('window.left', { time: window.time })}
        </span>
      )}
      {props.canTransfer && (
        <Button disabled={!props.online} onClick={props.transfer}>
          {t('header.transfer')}
        </Button>
      )}
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon ref={more} aria-label={t('header.more')}>
            <EllipsisVertical size={18} strokeWidth={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {props.canTake && (
            <Menu.Item leftSection={<Hand size={16} />} disabled={!props.online} onClick={props.take}>
              {t('header.take')}
            </Menu.Item>
          )}
          {props.canFinish && (
            <Menu.Item leftSection={<CircleCheck size={16} />} onClick={props.finish}>
              {t('header.finish')}
            </Menu.Item>
          )}
          {conversation.status !== 'finished' && (conversation.mine || props.canTake) && (
            <Menu.Item leftSection={<Merge size={16} />} disabled={!props.online} onClick={props.join}>
              {record('group.join')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<PanelRight size={16} />} onClick={props.togglePanel}>
            {t(props.panelOpen ? 'header.hidePanel' : 'header.showPanel')}
          </Menu.Item>
          <Menu.Item leftSection={<Copy size={16} />} onClick={() => void copyProtocol()}>
            {t('header.copyProtocol')}
          </Menu.Item>
          <Menu.Item leftSection={<FileDown size={16} />} onClick={() => void exportTranscript(conversation.id)}>
            {t('header.export')}
          </Menu.Item>
          {conversation.status !== 'finished' && (conversation.mine || props.canTake) && (
            <ManualAutomations conversationId={conversation.id} online={props.online} />
          )}
        </Menu.Dropdown>
      </Menu>
    </header>
  );
}
