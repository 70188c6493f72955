import { randomUUID } from 'node:crypto';
import { describe } from 'vitest';
import type { InboundMessage } from '../../../src-backend/channels/contract.ts';
import {
  LIVECHAT_MEDIA_ROUTE,
  type LivechatEntry,
  livechatEarlierReplySchema,
  livechatUploadReplySchema,
} from '../../../src-shared/protocol/livechat.ts';
import { type ChannelHarness, describeChannelContract, type SeenMessage } from '../channels/contract.ts';
import { storeOpener } from '../stores.ts';
import {
  enterAs,
  type LiveChatDesk,
  makeVisitorSecret,
  openLiveChatDesk,
  type RawVisitor,
  to,
} from './live-chat-desk.ts';

describe('Live chat', () => {
  const openTestStore = storeOpener('embedded');
  describeChannelContract('Live chat', async () => {
    const { store } = await openTestStore();
    const database = { reachable: true };
    const desk = await openLiveChatDesk(store, {
      channelStore: (tables) => ({
        ...tables,
        append: (...entry) =>
          database.reachable ? tables.append(...entry) : Promise.reject(new Error('connection refused')),
      }),
    });
    const secret = makeVisitorSecret();
    const goOutOfReach = async () => {
      database.reachable = false;
      return async () => {
        database.reachable = true;
      };
    };
    return { ...harness(desk, await enterAs(desk, secret), secret), goOutOfReach };
  });
});

const harness = (desk: LiveChatDesk, visitor: RawVisitor, secret: string): Omit<ChannelHarness, 'goOutOfReach'> => {
  const address = (path: string): string =>
    `${desk.url}${LIVECHAT_MEDIA_ROUTE}${path}?connection=${desk.connection.id}`;
  const headers = { authorization: `Bearer ${secret}` };
  let last: { id: string; text: string | null; imageId: string | null } | null = null;

  const write = async (text: string | null, imageId: string | null): Promise<void> => {
    last = { id: randomUUID(), text, imageId };
    await visitor.ask('send', last);
  };

  const allEntries = async (): Promise<LivechatEntry[]> => {
    const entries: LivechatEntry[] = [];
    for (let more = true; more; ) {
      const before = entries[0]?.position ?? 1e9;
      const page = livechatEarlierReplySchema.parse(await visitor.ask('earlier', { before }));
      if (!page.ok) throw new Error(page.reason);
      entries.unshift(...page.entries);
      more = page.earlier;
    }
    return entries;
  };

  const seenBy = async (entry: LivechatEntry): Promise<SeenMessage | null> => {
    if (entry.kind !== 'agent') return null;
    const { image } = entry;
    const bytes = image && new Uint8Array(await (await fetch(address(`/${image.id}`), { headers })).arrayBuffer());
    return { externalId: entry.id, text: entry.text, image: bytes };
  };

  return {
    adapter: desk.channel,
    connection: desk.connection,
    customer: to(visitor.id),
    async customerWrites(message) {
      if ('text' in message) return write(message.text, null);
      const response = await fetch(address(''), { method: 'POST', headers, body: Buffer.from(message.image) });
      const uploaded = livechatUploadReplySchema.parse(await response.json());
      if (!uploaded.ok) throw new Error(uploaded.reason);
      return write(message.caption, uploaded.image.id);
    },
    async repeatLast() {
      await visitor.ask('send', last);
    },
    received: () => desk.door.events,
    async bytesOf(message: InboundMessage) {
      if (message.media?.source.type !== 'stored') throw new Error('live chat stores what it takes');
      const { mediaId } = message.media.source;
      const bytes = await desk.media.open({ workspaceId: desk.connection.workspaceId, mediaId });
      if (!(bytes instanceof Uint8Array)) throw new Error('the medium is not there');
      return bytes;
    },
    async seen() {
      const seen = await Promise.all((await allEntries()).map(seenBy));
      return seen.filter((one) => one !== null);
    },
    async close() {
      visitor.socket.disconnect();
      await desk.close();
    },
  };
};
