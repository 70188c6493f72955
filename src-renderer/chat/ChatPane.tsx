import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView, MessageView } from '../../src-shared/bridge/views.ts';
import { useRegisterAction } from '../app/actions/registry.tsx';
import { useRoute } from '../app/route.tsx';
import { Arriving } from '../archive/Arriving.tsx';
import { useWatch } from '../bridge/hooks.tsx';
import { focusQualification } from '../qualification/focus.ts';
import { LostOwner } from '../routing/LostOwner.tsx';
import { OfferBar } from '../routing/OfferBar.tsx';
import { TransferDialog } from '../transfer/TransferDialog.tsx';
import { useWindowClock } from '../ui/window-clock.ts';
import { DropArea } from './attachments/DropArea.tsx';
import { useAttachments } from './attachments/use-attachments.ts';
import { RunningAutomation } from './automation/RunningAutomation.tsx';
import styles from './ChatPane.module.css';
import { replyState } from './composer/availability.ts';
import { Composer, type ComposerHandle } from './composer/Composer.tsx';
import { useDrafts } from './composer/use-drafts.ts';
import { useDirectoryNames } from './directory-names.ts';
import { JoinDialog } from './group/JoinDialog.tsx';
import { ChatHeader } from './header/ChatHeader.tsx';
import { useChatLines } from './log/chat-watch.ts';
import { MessageLog } from './log/MessageLog.tsx';
import { StartWithProvider } from './message/kinds/start-with.ts';
import { useSilenceOnLeave } from './message/media/use-sounds.ts';
import { announceProblem } from './outcome/announce.ts';
import { useRefusalWords, useServerAction } from './outcome/server-action.ts';
import { useReadMark } from './read-mark.ts';
import { TagPicker } from './tags/TagPicker.tsx';
import { useUnseen } from './unseen.ts';
import { useOnline } from './use-online.ts';
import { useWish } from './use-wish.ts';
import { useLedToShown } from './way/led-to-shown.ts';
import { placesOf, useSamePlaces } from './way/places.ts';
import { useReplyWay } from './way/use-reply-way.ts';

interface Props {
  conversationId: string;
  focus: { messageId: string; nonce: number } | null;
}

/** The middle column: one conversation, read and answered. */
export default function ChatPane({ conversationId, focus }: Props) {
  const { t } = useTranslation('chat');
  const conversation = useWatch('conversation', { conversationId });
  useLedToShown(conversation);
  if (conversation === undefined) return <section className={styles.pane} aria-busy="true" aria-label={t('loading')} />;
  if (conversation === null) return <Arriving key={conversationId} conversationId={conversationId} />;
  return <OpenChat conversation={conversation} focus={focus} />;
}

function OpenChat({ conversation, focus }: { conversation: ConversationView; focus: Props['focus'] }) {
  const { t } = useTranslation('chat');
  const session = useWatch('session', {});
  const me = session?.phase === 'ready' ? session.person : null;
  const online = useOnline();
  const names = useDirectoryNames();
  const chat = useChatLines(conversation.id);
  const drafts = useDrafts();
  const composer = useRef<ComposerHandle>(null);
  const way = useReplyWay(conversation, drafts, () => composer.current?.write('reply'));
  const { reached } = way;
  const now = useWindowClock(reached.windowEndsAt, 'end');
  const attachments = useAttachments(conversation.id, reached.connection?.capabilities ?? null);
  const panelOpen = useRoute((route) => route.panelOpen);
  const setPanelOpen = useRoute((route) => route.setPanelOpen);
  const [quoted, setQuoted] = useState<MessageView | null>(null);
  const [dialog, setDialog] = useState<'transfer' | 'tags' | 'join' | null>(null);
  const { take, taking } = useTake(conversation.id);
  useSilenceOnLeave(conversation.id);
  const markRead = useReadMark(conversation, chat.lines ?? noLines);
  const unseen = useUnseen(conversation.id, chat.lines ?? noLines, me?.id ?? null);
  const { sawEnd } = unseen;
  const onSeen = useCallback(() => {
    sawEnd();
    markRead();
  }, [sawEnd, markRead]);

  const role = me?.role ?? 'agent';
  const state = replyState({ conversation: reached, online, role, now });
  const ongoing = conversation.status !== 'finished' && !conversation.pendingFinish;
  const unowned = ongoing && conversation.assigneeId === null;
  const answersForTeam = me !== null && me.role !== 'agent';
  const mayTake = ongoing && !conversation.mine && (unowned || answersForTeam);
  const canTransfer = ongoing && (conversation.mine || unowned || answersForTeam);
  // As the panel's form is there.
  const canFinish = ongoing && (conversation.mine || answersForTeam);
  const meId = me?.id ?? null;
  const retry: 'allowed' | 'offline' | null = !ongoing || !conversation.mine ? null : online ? 'allowed' : 'offline';
  const { title, id: conversationId } = conversation;
  const places = useSamePlaces(placesOf(conversation, { online, role, now }, way.connections));
  // Where several channels meet, every line says its own.
  const channel = conversation.group.length === 0 ? conversation.channel : null;
  const { choose } = way;
  const quote = useCallback(
    (message: MessageView) => {
      choose(message.conversationId);
      setQuoted(message);
    },
    [choose],
  );
  const openStart = useRoute((route) => route.openStart);
  const hasTemplates = reached.connection?.capabilities.templates === true;
  const startWith = useCallback((number: string) => openStart({ kind: 'number', number }), [openStart]);
  const surroundings = useMemo(
    () => ({
      customer: title,
      places,
      channel,
      meId,
      people: names.people,
      retry,
      quote,
      chooseTemplate: hasTemplates ? () => openStart({ kind: 'conversation', conversationId }) : null,
    }),
    [title, conversationId, places, channel, meId, names, retry, quote, hasTemplates, openStart],
  );
  const finish = () => {
    setPanelOpen(true);
    focusQualification();
  };
  const grants = {
    take: { may: mayTake && online, run: take },
    transfer: { may: canTransfer && online, run: () => setDialog('transfer') },
    finish: { may: canFinish, run: finish },
    tag: { may: true, run: () => setDialog('tags') },
  };
  useWish(grants);
  const group = 'conversation' as const;
  useRegisterAction({
    id: 'conversation.take',
    label: t('actions.take'),
    group,
    keys: 'a',
    run: grants.take.run,
    enabled: () => grants.take.may,
  });
  useRegisterAction({
    id: 'conversation.transfer',
    label: t('actions.transfer'),
    group,
    keys: 't',
    run: grants.transfer.run,
    enabled: () => grants.transfer.may,
  });
  useRegisterAction({
    id: 'conversation.finish',
    label: t('actions.finish'),
    group,
    keys: 'f',
    run: grants.finish.run,
    enabled: () => grants.finish.may,
  });
  useRegisterAction({ id: 'contact.tag', label: t('actions.tag'), group, keys: 'l', run: grants.tag.run });
  useComposerActions(composer);

  return (
    <DropArea
      className={styles.pane}
      label={t('pane', { name: title })}
      enabled={state.kind === 'open' && (reached.connection?.capabilities.media.length ?? 0) > 0}
      onFiles={attachments.add}
    >
      <ChatHeader
        conversation={conversation}
        canTake={mayTake}
        canTransfer={canTransfer}
        canFinish={canFinish}
        online={online}
        take={take}
        transfer={grants.transfer.run}
        join={() => setDialog('join')}
        finish={finish}
        panelOpen={panelOpen}
        togglePanel={() => setPanelOpen(!panelOpen)}
      />
      <RunningAutomation conversation={conversation} mayStop={conversation.mine || mayTake} online={online} />
      <StartWithProvider value={startWith}>
        <MessageLog chat={chat} surroundings={surroundings} names={names} focus={focus} onSeen={onSeen} />
      </StartWithProvider>
      <OfferBar conversation={conversation} online={online} />
      <LostOwner conversation={conversation} take={mayTake ? take : null} online={online} />
      <Composer
        ref={composer}
        conversation={reached}
        form={conversation.connection?.capabilities.receivesOnly === true ? conversation : null}
        way={way}
        state={state}
        drafts={drafts}
        attachments={attachments}
        people={names.people}
        quoted={quoted}
        clearQuote={() => setQuoted(null)}
        take={take}
        taking={taking}
        unseen={unseen}
      />
      {dialog === 'transfer' && <TransferDialog conversation={conversation} close={() => setDialog(null)} />}
      {dialog === 'join' && <JoinDialog conversation={conversation} close={() => setDialog(null)} />}
      {dialog === 'tags' && (
        <TagPicker contactId={conversation.contactId} title={title} close={() => setDialog(null)} />
      )}
    </DropArea>
  );
}

const noLines: never[] = [];

function useTake(conversationId: string): { take(): void; taking: boolean } {
  const takeConversation = useServerAction('conversation.take');
  const refusalWords = useRefusalWords();
  const [taking, setTaking] = useState(false);
  const take = useCallback(() => {
    setTaking(true);
    void takeConversation({ conversationId }).then((outcome) => {
      setTaking(false);
      if (!outcome.ok) announceProblem(refusalWords(outcome.reason));
    });
  }, [takeConversation, conversationId, refusalWords]);
  return { take, taking };
}

/** What is written with: reachable by shortcut and palette while the chat is open. */
function useComposerActions(composer: { readonly current: ComposerHandle | null }) {
  const { t } = useTranslation('chat');
  const group = 'composer' as const;
  useRegisterAction({
    id: 'composer.reply',
    label: t('actions.reply'),
    group,
    keys: 'r',
    run: () => composer.current?.write('reply'),
  });
  useRegisterAction({
    id: 'composer.note',
    label: t('actions.note'),
    group,
    keys: 'n',
    run: () => composer.current?.write('note'),
  });
  useRegisterAction({
    id: 'composer.attach',
    label: t('actions.attach'),
    group,
    keys: '$mod+Shift+a',
    run: () => composer.current?.attach(),
  });
  useRegisterAction({
    id: 'composer.emoji',
    label: t('actions.emoji'),
    group,
    keys: '$mod+Shift+e',
    run: () => composer.current?.emoji(),
  });
  useRegisterAction({
    id: 'composer.savedText',
    label: t('actions.savedText'),
    group,
    keys: null,
    run: () => composer.current?.savedTexts(),
  });
}
