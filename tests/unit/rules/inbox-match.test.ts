import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import type { Contact, Conversation } from '../../../src-shared/protocol/entities.ts';
import type { InboxFilter, WindowLeft } from '../../../src-shared/protocol/inbox-filter.ts';
import {
  inPeriod,
  nextPeriodChange,
  nextWindowChange,
  passesFilter,
  periodBounds,
} from '../../../src-shared/rules/inbox-match.ts';
import { conversationOf, noon } from '../engine/cache/entities.ts';

const hour = 3_600_000;
const timeZone = 'America/Sao_Paulo';
const reasons = [
  { id: 'entrega', parentId: null },
  { id: 'atraso', parentId: 'entrega' },
  { id: 'chuva', parentId: 'atraso' },
  { id: 'troca', parentId: null },
];

function passes(
  change: Partial<Conversation>,
  filter: Partial<InboxFilter>,
  contact: Partial<Contact> = {},
  now = noon,
): boolean {
  const windowMs = (id: string) => (id === 'loja' ? 24 * hour : null);
  const moment = { me: 'ana', now, timeZone, reasons, windowMs };
  const whole: InboxFilter = { ...plainFilterLists, tab: 'all', status: 'open', order: 'newest', ...filter };
  return passesFilter(
    { conversation: conversationOf(change), contact: { tagIds: [], deals: [], ...contact } },
    whole,
    moment,
  );
}

const deal = (stageId: string, state: 'open' | 'won') => ({
  id: `${stageId}-${state}`,
  title: 'Geladeira',
  pipelineId: 'vendas',
  stageId,
  amount: null,
  state,
  createdAt: noon,
  updatedAt: noon,
});

describe('a filter of the inbox', () => {
  it('knows the statuses: what waits, what failed, what an automation holds, what is finished', () => {
    const statuses = ['open', 'awaiting', 'failed', 'finished', 'automation'] as const;
    const of = (change: Partial<Conversation>) => statuses.filter((status) => passes(change, { status }));
    expect(of({ status: 'queued' })).toEqual(['open']);
    expect(of({ status: 'open', awaitingSince: noon })).toEqual(['open', 'awaiting']);
    expect(of({ status: 'automation', awaitingSince: noon, failedCount: 1 })).toEqual(['failed', 'automation']);
    expect(of({ status: 'finished', failedCount: 1 })).toEqual(['finished']);
  });

  it('finds a customer by the stages of their open deals only', () => {
    const contact = { deals: [deal('novo', 'won'), deal('fechamento', 'open')] };
    expect(passes({}, { stageIds: ['fechamento'] }, contact)).toBe(true);
    expect(passes({}, { stageIds: ['novo'] }, contact)).toBe(false);
  });

  it('takes a reason for all those below it, and never what has none', () => {
    const qualified = (reasonId: string | null) => ({
      qualification: { reasonId, description: null, byId: 'ana', at: noon },
    });
    expect(passes(qualified('chuva'), { reasonIds: ['entrega'] })).toBe(true);
    expect(passes(qualified('entrega'), { reasonIds: ['chuva'] })).toBe(false);
    expect(passes(qualified(null), { reasonIds: ['entrega', 'troca'] })).toBe(false);
    expect(passes({}, { reasonIds: ['entrega'] })).toBe(false);
  });

  it('takes a finished conversation that was nobody’s for whoever finished it', () => {
    const finished = { status: 'finished', finishedById: 'bia' } as const;
    expect(passes({ ...finished }, { status: 'finished', agentIds: ['bia'] })).toBe(true);
    expect(passes({ ...finished, assigneeId: 'ana' }, { status: 'finished', agentIds: ['bia'] })).toBe(false);
  });

  it('never shows a conversation that is merged into another one', () => {
    const merged = { id: 'm', intoId: 'c2', at: noon, byId: 'ana' };
    expect(passes({ merged }, {})).toBe(false);
    expect(passes({ merged, status: 'finished' }, { status: 'finished' })).toBe(false);
  });
});

describe('the messaging window left', () => {
  const left = (minutes: number, windowLeft: WindowLeft) =>
    passes({ lastInboundAt: noon - 24 * hour + minutes * 60_000 }, { windowLeft });

  it.each([
    [-1, ['expired']],
    [0, ['expired']],
    [1, ['under-1h', 'under-4h']],
    [59, ['under-1h', 'under-4h']],
    [60, ['under-4h']],
    [239, ['under-4h']],
    [240, []],
  ] as const)('with %i minutes left', (minutes, expected) => {
    const all = ['expired', 'under-1h', 'under-4h'] as const;
    expect(all.filter((wanted) => left(minutes, wanted))).toEqual(expected);
  });

  it('is asked only where there is a window and the customer wrote', () => {
    expect(passes({ lastInboundAt: null }, { windowLeft: 'expired' })).toBe(false);
    expect(passes({ lastInboundAt: 1, connectionId: 'site' }, { windowLeft: 'expired' })).toBe(false);
  });

  it('changes by itself at the next change and not a millisecond before', () => {
    const wanted = fc.constantFrom<WindowLeft>('expired', 'under-1h', 'under-4h');
    fc.assert(
      fc.property(fc.integer({ min: -hour, max: 6 * hour }), wanted, (leftMs, windowLeft) => {
        const conversation = { lastInboundAt: noon + leftMs - 24 * hour };
        const at = (now: number) => passes(conversation, { windowLeft }, {}, now);
        const next = nextWindowChange(noon + leftMs, windowLeft, noon);
        if (next === null) {
          expect(at(noon + 400 * hour)).toBe(at(noon));
          return;
        }
        expect(next).toBeGreaterThan(noon);
        expect(at(next - 1)).toBe(at(noon));
        expect(at(next)).not.toBe(at(noon));
      }),
    );
  });
});

describe('a period', () => {
  const at = (iso: string) => Temporal.ZonedDateTime.from(`${iso}[${timeZone}]`).epochMilliseconds;

  it('of the last days counts today as one, in the workspace’s time zone', () => {
    // 22:30 of the 3rd in São Paulo is the 4th in London.
    const now = at('2026-05-03T22:30');
    expect(periodBounds({ kind: 'last', days: 1 }, { now, timeZone })).toEqual({
      from: at('2026-05-03T00:00'),
      to: null,
    });
    expect(periodBounds({ kind: 'last', days: 7 }, { now, timeZone }).from).toBe(at('2026-04-27T00:00'));
    expect(nextPeriodChange({ kind: 'last', days: 7 }, { now, timeZone })).toBe(at('2026-05-04T00:00'));
  });

  it('of fixed days holds both of them whole, and one that runs backwards nothing', () => {
    const bounds = periodBounds({ kind: 'days', from: '2026-05-01', to: '2026-05-03' }, { now: noon, timeZone });
    expect(inPeriod(at('2026-05-01T00:00'), bounds)).toBe(true);
    expect(inPeriod(at('2026-05-01T00:00') - 1, bounds)).toBe(false);
    expect(inPeriod(at('2026-05-04T00:00') - 1, bounds)).toBe(true);
    expect(inPeriod(at('2026-05-04T00:00'), bounds)).toBe(false);
    const backwards = periodBounds({ kind: 'days', from: '2026-05-03', to: '2026-05-01' }, { now: noon, timeZone });
    expect(inPeriod(at('2026-05-02T12:00'), backwards)).toBe(false);
    expect(
      nextPeriodChange({ kind: 'days', from: '2026-05-01', to: '2026-05-03' }, { now: noon, timeZone }),
    ).toBeNull();
  });

  it('begins when the day does, though summer time skips midnight', () => {
    const { from } = periodBounds({ kind: 'days', from: '2018-11-04', to: '2018-11-04' }, { now: noon, timeZone });
    expect(from).toBe(at('2018-11-04T01:00'));
  });
});
