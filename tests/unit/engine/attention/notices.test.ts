import { expect, test } from 'vitest';
import { type Looking, noticesOf } from '../../../../src-main/engine/attention/notices.ts';
import { makeConversation, makeMessage, makePerson } from '../../../simulators/backend/entities.ts';

const all = { newConversation: true, newMessage: true, mention: true, sound: true };
const away: Looking = { conversationId: null, focused: false };

function notices(
  change: Partial<Parameters<typeof noticesOf>[0]>,
  context: Partial<Parameters<typeof noticesOf>[1]> = {},
) {
  return noticesOf(
    { newMessages: [], moved: [], ...change },
    { me: makePerson(), wanted: all, looking: away, conversation: () => makeConversation(), ...context },
  ).map(({ kind, conversationId, count }) => [kind, conversationId, count]);
}

const inbound = makeMessage({ id: 'm-1', position: 1 });
const toMe = {
  conversationId: 'v-1',
  before: { assigneeId: null, status: 'queued' as const },
  after: { assigneeId: 'p-ana', status: 'open' as const },
};

test('a customer’s message in my conversation calls me', () => {
  expect(notices({ newMessages: [inbound] })).toEqual([['message', 'v-1', 1]]);
});

test('three messages of one conversation are one notice', () => {
  const newMessages = [1, 2, 3].map((position) => makeMessage({ id: `m-${position}`, position }));
  expect(notices({ newMessages })).toEqual([['message', 'v-1', 3]]);
});

test('a message in a colleague’s conversation, in a queue, or of our own does not', () => {
  const theirs = () => makeConversation({ assigneeId: 'p-bia' });
  expect(notices({ newMessages: [inbound] }, { conversation: theirs })).toEqual([]);
  expect(notices({ newMessages: [inbound] }, { conversation: () => makeConversation({ assigneeId: null }) })).toEqual(
    [],
  );
  expect(notices({ newMessages: [{ ...inbound, direction: 'outbound', authorId: 'p-bia' }] })).toEqual([]);
});

test('what is on the screen and focused does not call; on the screen behind another window it does', () => {
  const newMessages = [inbound];
  expect(notices({ newMessages }, { looking: { conversationId: 'v-1', focused: true } })).toEqual([]);
  expect(notices({ newMessages }, { looking: { conversationId: 'v-2', focused: true } })).toHaveLength(1);
  expect(notices({ newMessages }, { looking: { conversationId: 'v-1', focused: false } })).toHaveLength(1);
});

test('a conversation that came to me is new, with its first message in the same notice', () => {
  expect(notices({ moved: [toMe], newMessages: [inbound] })).toEqual([['conversation', 'v-1', 1]]);
  expect(notices({ moved: [{ ...toMe, before: null }] })).toEqual([['conversation', 'v-1', 0]]);
});

test('what I took myself, what I had already, and what went to others is not new', () => {
  const taken = () => makeConversation({ assignmentCause: 'taken' });
  expect(notices({ moved: [toMe] }, { conversation: taken })).toEqual([]);
  expect(notices({ moved: [{ ...toMe, before: { assigneeId: 'p-ana', status: 'open' } }] })).toEqual([]);
  expect(notices({ moved: [{ ...toMe, after: { assigneeId: 'p-bia', status: 'open' } }] })).toEqual([]);
});

test('a mention calls me wherever the conversation is, and outranks a message', () => {
  const note = makeMessage({
    id: 'n-1',
    position: 2,
    direction: 'note',
    authorId: 'p-bia',
    mentionIds: ['p-ana'],
  });
  const theirs = () => makeConversation({ assigneeId: 'p-bia' });
  expect(notices({ newMessages: [note] }, { conversation: theirs })).toEqual([['mention', 'v-1', 1]]);
  expect(notices({ newMessages: [inbound, note] })).toEqual([['mention', 'v-1', 2]]);
  expect(notices({ newMessages: [{ ...note, authorId: 'p-ana' }] })).toEqual([]);
});

test('a pause is do-not-disturb, and each kind can be switched off', () => {
  const change = { moved: [{ ...toMe, conversationId: 'v-9' }], newMessages: [inbound] };
  const paused = makePerson({ presence: { state: 'paused', reason: 'Almoço', since: 1 } });
  expect(notices(change, { me: paused })).toEqual([]);
  expect(notices(change, { wanted: { ...all, newMessage: false } })).toEqual([['conversation', 'v-9', 0]]);
  expect(notices(change, { wanted: { ...all, newConversation: false } })).toEqual([['message', 'v-1', 1]]);
});
