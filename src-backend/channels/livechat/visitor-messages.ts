import {
  type LivechatMark,
  type LivechatSend,
  type LivechatSendReply,
  livechatSendSchema,
} from '../../../src-shared/protocol/livechat.ts';
import type { InboundDoor, InboundMessage, Sender } from '../contract.ts';
import type { LiveChatLimits } from './limits.ts';
import { type LiveChatLog, WAKE_CHANNEL, type Wakeups } from './parts.ts';
import { refusal, refusalOf } from './refusals.ts';
import type { EntryMark, LiveChatStore, Visitor } from './store.ts';

/** What a visitor does, whatever it comes through. */
export interface VisitorMessages {
  /** Takes anything: what is not a message is refused by name. `address`: the visitor's network address. */
  send(visitor: Visitor, address: string, raw: unknown): Promise<LivechatSendReply>;
  mark(visitor: Visitor, mark: LivechatMark): Promise<void>;
}

export interface VisitorMessagesDeps {
  store: LiveChatStore;
  door: InboundDoor;
  limits: LiveChatLimits;
  wakeups: Wakeups;
  log: LiveChatLog;
  /** Looks at once for the visitor's other tabs on this node. */
  wake(visitorId: string): void;
}

const RETRY_MS = 2_000;

export const createVisitorMessages = (deps: VisitorMessagesDeps): VisitorMessages => {
  const changed = (visitorId: string): void => {
    deps.wake(visitorId);
    deps.wakeups.notify(WAKE_CHANNEL).catch(() => deps.log.warn({}, 'live chat: nodes could not be woken'));
  };

  const inbound = async (visitor: Visitor, message: LivechatSend): Promise<InboundMessage | null> => {
    const image = message.imageId === null ? null : await deps.store.image(visitor.id, message.imageId);
    if (message.imageId !== null && !image) return null;
    return {
      type: 'message',
      externalId: message.id,
      sender: senderOf(visitor),
      kind: image ? 'image' : 'text',
      text: message.text,
      media: image && {
        source: { type: 'stored', mediaId: image.id },
        mime: image.mime,
        name: image.name,
        bytes: image.bytes,
      },
      unknownKind: null,
      quotedExternalId: null,
      providerAt: null,
    };
  };

  const accept = async (visitor: Visitor, message: LivechatSend): Promise<LivechatSendReply> => {
    const event = await inbound(visitor, message);
    if (!event) return refusal('unknown-media');
    // The core first: it knows a repeated id, so after a crash in between the widget's repetition mends the list. The
    // other way round a visitor who never returns would have written to nobody.
    await deps.door.accept(visitor.connectionId, [event]);
    const { id, text, imageId } = message;
    const entry = await deps.store.append(visitor.id, { kind: 'visitor', id, text, imageId, agentName: null });
    changed(visitor.id);
    return { ok: true, entry };
  };

  const overRate = (visitor: Visitor, address: string): number =>
    Math.max(deps.limits.messages.take(visitor.id), deps.limits.addressMessages.take(address));

  return {
    async send(visitor, address, raw) {
      const parsed = livechatSendSchema.safeParse(raw);
      if (!parsed.success) return refusalOf(parsed.error);
      try {
        const known = await deps.store.entry(visitor.id, parsed.data.id);
        if (known) return known.kind === 'visitor' ? { ok: true, entry: known } : refusal('invalid');
        const wait = overRate(visitor, address);
        if (wait > 0) return refusal('rate-limited', wait);
        return await accept(visitor, parsed.data);
      } catch (error) {
        deps.log.warn(
          { visitorId: visitor.id, error: error instanceof Error ? error.name : 'unknown' },
          'live chat: a message could not be taken',
        );
        return refusal('unavailable', RETRY_MS);
      }
    },

    async mark(visitor, { status, position }) {
      const mark: EntryMark = { kind: 'agent', status, position };
      const ids = await deps.store.below(visitor.id, mark);
      if (ids.length === 0) return;
      // The core first, for the same reason: it never lowers a status, so hearing it twice does no harm.
      await deps.door.accept(
        visitor.connectionId,
        ids.map((id) => ({ type: 'status', externalId: id, messageId: id, status, failure: null, providerAt: null })),
      );
      await deps.store.raise(visitor.id, mark);
      changed(visitor.id);
    },
  };
};

export const senderOf = (visitor: Visitor): Sender => ({
  address: visitor.id,
  phone: null,
  profileName: `Visitante ${visitor.number}`,
});
