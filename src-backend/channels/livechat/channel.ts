import { LIVECHAT_LIMITS } from '../../../src-shared/protocol/livechat.ts';
import type { ChannelAdapter, ChannelConnection, OutboundMessage, Sender, SendOutcome } from '../contract.ts';
import { type LiveChatLog, type MediaBytes, WAKE_CHANNEL, type Wakeups } from './parts.ts';
import { LIVECHAT_CAPABILITIES, type LiveChatSettings, liveChatSettingsSchema } from './settings.ts';
import type { LiveChatStore, NewEntry, Visitor } from './store.ts';

/** How long one sign of typing lasts in the widget (milliseconds). */
export const TYPING_MS = 6_000;

export interface LiveChatChannelDeps {
  store: LiveChatStore;
  media: MediaBytes;
  wakeups: Wakeups;
  log: LiveChatLog;
  now?: () => number;
}

/**
 * Sending to a visitor is writing into their list: whoever is offline finds it there on return, and the nodes that hold
 * the visitor's sockets are woken. Our message id is the entry's id, so a repeated send changes nothing.
 */
export const createLiveChatChannel = (deps: LiveChatChannelDeps): ChannelAdapter<LiveChatSettings> => {
  const now = deps.now ?? Date.now;

  const wake = async (): Promise<void> => {
    try {
      await deps.wakeups.notify(WAKE_CHANNEL);
    } catch (error) {
      deps.log.warn({ error: nameOf(error) }, 'live chat: nodes could not be woken; they will look by themselves');
    }
  };

  const visitorAt = (connection: ChannelConnection<LiveChatSettings>, to: Sender): Promise<Visitor | null> =>
    deps.store.byId(connection.id, to.address);

  /** False: the picture's bytes are more than this channel carries. */
  const write = async (visitor: Visitor, message: OutboundMessage): Promise<boolean> => {
    let imageId: string | null = null;
    if (message.media && !(await deps.store.entry(visitor.id, message.id))) {
      const bytes = await message.media.read();
      if (bytes.byteLength > LIVECHAT_LIMITS.imageBytes) return false;
      const { mime, name } = message.media;
      imageId = await deps.media.put({ workspaceId: visitor.workspaceId, bytes, mime, name });
      await deps.store.addImage(visitor.id, { id: imageId, mime, name, bytes: bytes.byteLength });
    }
    const agentName = message.authorName ?? null;
    const entry: NewEntry = { kind: 'agent', id: message.id, text: message.text, imageId, agentName };
    await deps.store.append(visitor.id, entry);
    await deps.store.setTyping(visitor.id, 0);
    return true;
  };

  return {
    channel: 'livechat',
    capabilities: LIVECHAT_CAPABILITIES,
    repeatable: true,
    parseSettings: (raw) => liveChatSettingsSchema.parse(raw),
    publicAddress: () => null,

    async send(connection, message): Promise<SendOutcome> {
      const refused = refusal(message);
      if (refused) return { outcome: 'failed', code: refused, detail: null };
      try {
        const visitor = await visitorAt(connection, message.to);
        if (!visitor) return { outcome: 'failed', code: 'unknown-visitor', detail: null };
        if (!(await write(visitor, message))) return { outcome: 'failed', code: 'media-too-large', detail: null };
      } catch (error) {
        // Safe to repeat whatever happened: the entry is written once per message id.
        deps.log.warn({ messageId: message.id, error: nameOf(error) }, 'live chat: a message could not be stored');
        return { outcome: 'retry', code: 'store', detail: null, afterMs: 2_000 };
      }
      await wake();
      return { outcome: 'accepted', externalId: message.id, status: 'sent' };
    },

    async typing(connection, to) {
      const visitor = await visitorAt(connection, to);
      if (!visitor) return;
      await deps.store.setTyping(visitor.id, now() + TYPING_MS);
      await wake();
    },

    async markRead(connection, to, externalId) {
      const visitor = await visitorAt(connection, to);
      if (!visitor) return;
      const entry = await deps.store.entry(visitor.id, externalId);
      if (entry?.kind !== 'visitor') return;
      const raised = await deps.store.raise(visitor.id, { kind: 'visitor', status: 'read', position: entry.position });
      if (raised > 0) await wake();
    },

    async tell(connection, to, news) {
      const visitor = await visitorAt(connection, to);
      if (!visitor) return;
      if (news.type === 'finished') {
        await deps.store.append(visitor.id, {
          kind: 'finished',
          id: `finished ${news.protocol}`,
          protocol: news.protocol,
        });
        await deps.store.setAgent(visitor.id, null);
      } else if (visitor.agentName !== news.agentName) {
        const after = await deps.store.head(visitor.id);
        await deps.store.append(visitor.id, { kind: 'joined', id: `joined ${after}`, agentName: news.agentName });
        await deps.store.setAgent(visitor.id, news.agentName);
      }
      await wake();
    },
  };
};

const refusal = (message: OutboundMessage): string | null => {
  const [images] = LIVECHAT_CAPABILITIES.media;
  if (message.kind !== 'text' && message.kind !== 'image') return 'kind-not-supported';
  if (message.kind === 'image' && !message.media) return 'media-missing';
  if (message.kind === 'text' && !message.text) return 'text-missing';
  if (message.media && !images?.mimes.includes(message.media.mime)) return 'media-not-allowed';
  if ((message.text?.length ?? 0) > LIVECHAT_CAPABILITIES.textLimit) return 'text-too-long';
  return null;
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
