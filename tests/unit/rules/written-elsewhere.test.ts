import { expect, test } from 'vitest';
import { isWrittenElsewhere } from '../../../src-shared/rules/written-elsewhere.ts';

const echo = { direction: 'outbound', authorId: null, attempts: [], status: 'sent' } as const;

test.each([
  ['what came as an echo', {}, true],
  ['an echo that was read', { status: 'read' }, true],
  ['what an automation sent', { attempts: [{ outcome: 'accepted' }] }, false],
  ['what an automation is about to send', { status: 'queued' }, false],
  ['what waits on this machine', { status: 'pending' }, false],
  ['what an agent wrote', { authorId: 'ana' }, false],
  ['what the customer wrote', { direction: 'inbound', status: null }, false],
  ['a note', { direction: 'note', status: null }, false],
] as const)('%s was written in the channel’s own application: %s %s', (_what, change, expected) => {
  expect(isWrittenElsewhere({ ...echo, ...change })).toBe(expected);
});
