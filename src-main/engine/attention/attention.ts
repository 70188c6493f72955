import type { EngineEvent } from '../../../src-shared/bridge/messages.ts';
import type { InboxFilter, Preferences } from '../../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import type { Person } from '../../../src-shared/protocol/entities.ts';
import type { Applied, CacheReader } from '../cache/api.ts';
import type { Clock } from '../clock.ts';
import { errorFacts } from '../error-facts.ts';
import type { Log } from '../log.ts';
import type { Shell, ShellNotification } from '../shell.ts';
import { type EngineTexts, fill, textsOf } from '../texts.ts';
import { bodyOf } from './body.ts';
import { type Looking, type Notice, noticesOf } from './notices.ts';

/** What the agent looks at, what calls them, and what they have thereby read. */
export interface Attention {
  set(looking: Looking): void;
  /** `catchingUp`: it happened while the line was down; it is told when everything is here, together. */
  applied(applied: Applied, catchingUp: boolean): void;
  upToDate(): void;
  /** Something the badge counts may have changed. */
  countChanged(): void;
  stop(): void;
}

type News = Pick<Applied, 'newMessages' | 'moved'>;

/** Beyond this many conversations with news after an absence, one notification stands for all. */
const BACKLOG_SINGLE = 3;

const BADGE_DELAY_MS = 250;

const COUNTED: InboxFilter = {
  tab: 'mine',
  status: 'open',
  order: 'newest',
  ...plainFilterLists,
};

export function createAttention(deps: {
  reader: CacheReader;
  shell: Pick<Shell, 'notify' | 'badge'>;
  me(): Person;
  preferences(): Preferences;
  send(event: EngineEvent): void;
  markRead(conversationId: string, position: number): void;
  clock: Clock;
  log: Log;
}): Attention {
  const { reader, shell, log } = deps;
  let looking: Looking = { conversationId: null, focused: false };
  let backlog: News = { newMessages: [], moved: [] };
  let cancelBadge: (() => void) | null = null;
  let badge: number | null = null;
  /** Up to where each conversation was reported as read, so that one look is one command. */
  const readTo = new Map<string, number>();

  function readWhatIsSeen(): void {
    const conversationId = lookingAt();
    if (conversationId === null || !looking.focused) return;
    const conversation = reader.conversation(conversationId);
    if (conversation === null || !conversation.mine || conversation.unread === 0) return;
    const position = lastPosition(conversationId);
    if (position <= (readTo.get(conversationId) ?? 0)) return;
    readTo.set(conversationId, position);
    deps.markRead(conversationId, position);
  }

  /** What still waits in the outbox has position 0 and stands last. */
  function lastPosition(conversationId: string): number {
    return Math.max(
      0,
      ...reader.chat(conversationId, 50).items.map((item) => (item.type === 'message' ? item.message.position : 0)),
    );
  }

  async function show(notification: ShellNotification, kind: string): Promise<void> {
    try {
      const outcome = await shell.notify(notification);
      const viaWindow = outcome.result === 'not-shown' && outcome.reason === 'use-window';
      if (viaWindow) {
        const { tag, title, body, conversationId, silent } = notification;
        deps.send({ name: 'notify', notification: { tag, title, body, conversationId, silent } });
      }
      log.info('notification', {
        kind,
        result: viaWindow ? 'window' : outcome.result,
        reason: outcome.result === 'not-shown' ? outcome.reason : null,
      });
    } catch (error) {
      log.error('notification', { kind, result: 'error', ...errorFacts(error) });
    }
  }

  /** Told of what they are shown in: what happens to a conversation merged into another happens to that one. */
  function asShown({ newMessages, moved }: News): News {
    /** Asked once each: a backlog brings thousands of messages of a few conversations. */
    const known = new Map<string, string>();
    const shownIn = (id: string): string => {
      const root = known.get(id) ?? reader.shownIn(id);
      known.set(id, root);
      return root;
    };
    return {
      newMessages: newMessages.map((message) => ({
        ...message,
        conversationId: shownIn(message.conversationId),
      })),
      moved: moved.filter(({ conversationId }) => shownIn(conversationId) === conversationId),
    };
  }

  const lookingAt = (): string | null =>
    looking.conversationId === null ? null : reader.shownIn(looking.conversationId);

  function announce(changes: News, fromBacklog: boolean): void {
    const preferences = deps.preferences();
    const notices = noticesOf(asShown(changes), {
      me: deps.me(),
      wanted: preferences.notifications,
      looking: { ...looking, conversationId: lookingAt() },
      conversation: (id) => reader.conversation(id),
    });
    if (notices.length === 0) return;
    const texts = textsOf(preferences.language);
    if (preferences.notifications.sound) {
      const isConversation = notices.some((notice) => notice.kind === 'conversation');
      deps.send({ name: 'sound', sound: isConversation ? 'conversation' : 'message' });
    }
    if (fromBacklog && notices.length > BACKLOG_SINGLE) {
      const body = fill(texts.notification.backlogBody, { count: notices.length });
      const title = texts.notification.backlog;
      void show({ tag: 'backlog', title, body, conversationId: null, silent: true }, 'backlog');
      return;
    }
    for (const notice of notices) void show(wording(notice, texts), notice.kind);
  }

  function wording(notice: Notice, texts: EngineTexts): ShellNotification {
    const { conversationId, last, count } = notice;
    const name = reader.titleOf(conversationId) ?? '';
    const said = last === null ? '' : bodyOf(last, texts);
    const body = count > 1 ? fill(texts.notification.more, { text: said, count: count - 1 }) : said;
    // The sound is ours (and can be switched off); the system's would come on top of it.
    const common = { tag: `conversation-${conversationId}`, conversationId, silent: true };
    switch (notice.kind) {
      case 'conversation':
        // On offer: it goes back to the queue unless they answer.
        return {
          ...common,
          title: fill(
            reader.conversation(conversationId)?.offer
              ? texts.notification.offered
              : texts.notification.newConversationFrom,
            { name },
          ),
          body,
        };
      case 'message':
        return { ...common, title: name, body };
      case 'mention': {
        const author = (last?.authorId && reader.person(last.authorId)?.name) || '';
        return { ...common, title: fill(texts.notification.mention, { author, name }), body };
      }
    }
  }

  function updateBadge(): void {
    cancelBadge = null;
    const { unread } = reader.inboxCounts(COUNTED);
    if (unread === badge) return;
    badge = unread;
    shell.badge(unread);
  }

  function countChanged(): void {
    cancelBadge ??= deps.clock.after(BADGE_DELAY_MS, updateBadge);
  }

  return {
    set(next) {
      looking = next;
      readWhatIsSeen();
    },
    applied(applied, catchingUp) {
      if (catchingUp) {
        backlog = {
          newMessages: [...backlog.newMessages, ...applied.newMessages],
          moved: [...backlog.moved, ...applied.moved],
        };
      } else {
        announce(applied, false);
        // Not after each batch of a backlog: the conversation grows with every one, and it is read once, at the end.
        readWhatIsSeen();
      }
      countChanged();
    },
    upToDate() {
      const missed = backlog;
      backlog = { newMessages: [], moved: [] };
      announce(missed, true);
      readWhatIsSeen();
      countChanged();
    },
    countChanged,
    stop() {
      cancelBadge?.();
      shell.badge(0);
    },
  };
}
