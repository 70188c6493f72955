import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHistory } from '../../../src-backend/channels/livechat/widget/history.ts';
import type { LivechatEntry, LivechatResumeReply } from '../../../src-shared/protocol/livechat.ts';

const entry = (position: number, version = position, status: 'sent' | 'read' = 'sent'): LivechatEntry => ({
  kind: 'agent',
  id: `m${position}`,
  position,
  version,
  at: position,
  text: `n${position}`,
  image: null,
  status,
  agentName: null,
});

const reply = (
  cursor: number,
  entries: LivechatEntry[],
  part: { earlier?: boolean } = {},
): Extract<LivechatResumeReply, { ok: true }> => ({
  ok: true,
  visitorId: 'v',
  entries,
  cursor,
  more: false,
  earlier: false,
  agentName: null,
  title: null,
  greeting: null,
  ...part,
});

const positions = (history: ReturnType<typeof createHistory>) => history.entries().map(({ position }) => position);

describe('The history a widget holds', () => {
  it('notices a hole before a push, and leaves itself as it was', () => {
    const history = createHistory();
    history.resumed(reply(2, [entry(1), entry(2)]));
    expect(history.pushed({ from: 3, cursor: 4, entries: [entry(4)] })).toBe(false);
    expect(positions(history)).toEqual([1, 2]);
    expect(history.pushed({ from: 2, cursor: 4, entries: [entry(3), entry(4)] })).toBe(true);
    expect(history.cursor()).toBe(4);
  });

  it('never takes a push before it knows where it stands', () => {
    expect(createHistory().pushed({ from: 0, cursor: 1, entries: [entry(1)] })).toBe(false);
  });

  it('does not show a changed old message alone above pages that were not loaded', () => {
    const history = createHistory();
    history.resumed(reply(100, [entry(90), entry(91)], { earlier: true }));
    history.pushed({ from: 100, cursor: 101, entries: [entry(3, 101, 'read')] });
    expect(positions(history)).toEqual([90, 91]);
    history.addEarlier([entry(3, 101, 'read')], false);
    expect(positions(history)).toEqual([3, 90, 91]);
  });

  it('begins anew when the backend stands before it', () => {
    const history = createHistory();
    history.resumed(reply(50, [entry(49), entry(50)]));
    history.resumed(reply(2, [entry(1), entry(2)]));
    expect(positions(history)).toEqual([1, 2]);
    expect(history.cursor()).toBe(2);
  });

  it('comes to the same whatever arrives twice or late', () => {
    const changes = [entry(1), entry(2), entry(3), entry(1, 4, 'read'), entry(3, 5, 'read'), entry(6)];
    fc.assert(
      fc.property(fc.array(fc.nat({ max: changes.length - 1 }), { maxLength: 20 }), (extra) => {
        const history = createHistory();
        history.resumed(reply(0, []));
        const late = extra.flatMap((index) => changes[index] ?? []);
        history.pushed({ from: 0, cursor: 6, entries: [...late, ...changes, ...late] });
        expect(history.entries()).toEqual([entry(1, 4, 'read'), entry(2), entry(3, 5, 'read'), entry(6)]);
      }),
    );
  });
});
