import { plainMessage } from '../../../src-shared/protocol/defaults.ts';
import type { Activity, Connection, Media, Message } from '../../../src-shared/protocol/entities.ts';
import type { Random } from './random.ts';

/** Where and when a row stands. */
export type Common = Pick<
  Message,
  'id' | 'conversationId' | 'connectionId' | 'identityId' | 'channel' | 'position' | 'createdAt'
>;

/** Written out whole in one place, so that every message has the same shape and the generator stays quick. */
function message(
  common: Common,
  own: Pick<
    Message,
    'direction' | 'kind' | 'text' | 'media' | 'authorId' | 'activity' | 'providerAt' | 'status' | 'failure' | 'attempts'
  >,
): Message {
  return {
    ...plainMessage,
    id: common.id,
    conversationId: common.conversationId,
    connectionId: common.connectionId,
    identityId: common.identityId,
    channel: common.channel,
    direction: own.direction,
    kind: own.kind,
    text: own.text,
    media: own.media,
    unknownKind: null,
    quotedMessageId: null,
    mentionIds: [],
    authorId: own.authorId,
    activity: own.activity,
    position: common.position,
    createdAt: common.createdAt,
    providerAt: own.providerAt,
    status: own.status,
    failure: own.failure,
    attempts: own.attempts,
    version: common.position,
  };
}

export function inboundMessage(common: Common, text: string | null, media: Media | null): Message {
  return message(common, {
    direction: 'inbound',
    kind: media ? 'image' : 'text',
    text,
    media,
    authorId: null,
    activity: null,
    providerAt: common.createdAt - (common.createdAt % 1_000),
    status: null,
    failure: null,
    attempts: [],
  });
}

export function noteMessage(common: Common, text: string, authorId: string | null): Message {
  return message(common, {
    direction: 'note',
    kind: 'text',
    text,
    media: null,
    authorId,
    activity: null,
    providerAt: null,
    status: null,
    failure: null,
    attempts: [],
  });
}

export function activityMessage(common: Common, activity: Activity, authorId: string | null): Message {
  return message(common, {
    direction: 'activity',
    kind: 'activity',
    text: null,
    media: null,
    authorId,
    activity,
    providerAt: null,
    status: null,
    failure: null,
    attempts: [],
  });
}

/** What WhatsApp refuses for, the commonest more than once (meanings: src-shared/rules/failure-reasons.ts). */
const failures = ['131026', '131026', '131026', '131049', '130472', '131056'] as const;

/** Few sends fail, and only where a provider can refuse them. The rest got as far as the channel can tell. */
export function outboundMessage(
  random: Random,
  common: Common,
  text: string,
  by: { authorId: string | null; connection: Connection; failing: number },
): Message {
  const { authorId, connection } = by;
  const failed = random.chance(by.failing) && connection.channel === 'whatsapp';
  const { receipts } = connection.capabilities;
  const reached = random.chance(0.86) ? receipts.at(-1) : receipts[0];
  const failure = failed ? { code: random.pick(failures), detail: null } : null;
  return message(common, {
    direction: 'outbound',
    kind: 'text',
    text,
    media: null,
    authorId,
    activity: null,
    providerAt: null,
    status: failed ? 'failed' : (reached ?? 'sent'),
    failure,
    attempts: [
      {
        at: common.createdAt,
        outcome: failed ? 'failed' : 'accepted',
        code: failure?.code ?? null,
        detail: null,
      },
    ],
  });
}
