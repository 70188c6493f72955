import { describe, expect, it } from 'vitest';
import { createCrowd } from '../../../../src-main/engine/live/crowd.ts';
import { createPace } from '../../../../src-main/engine/live/pace.ts';
import { manualClock } from './manual-clock.ts';

/** A pace as live queries keep it, its timer included, and an overview that every change concerns. */
function paced() {
  const { clock, pass } = manualClock();
  let behind: 'log' | 'snapshot' | null = null;
  const pace = createPace({ clock, catchingUp: () => behind });
  const began = clock.monotonic();
  const shown: { at: number; changes: number; overview: boolean }[] = [];
  let due: number | null = null;

  function show(): void {
    const { changes, overviews } = pace.take();
    if (overviews) pace.overviewShown();
    shown.push({ at: clock.monotonic() - began, changes: changes.length, overview: overviews });
    due = pace.nextDue(!overviews);
  }
  const showIfDue = (): void => {
    if (due !== null && due <= clock.monotonic()) show();
  };
  return {
    clock,
    shown,
    overviews: () => shown.filter(({ overview }) => overview).length,
    waits: () => due !== null,
    setBehind(now: typeof behind) {
      behind = now;
    },
    changes(change: Parameters<typeof pace.add>[0]) {
      const at = pace.add(change);
      due = due === null ? at : Math.min(due, at);
      showIfDue();
    },
    pass(ms: number) {
      for (let passed = 0; passed < ms; passed += 1) {
        pass(1);
        showIfDue();
      }
    },
  };
}

const wrote = (...ids: string[]) => ({ conversations: new Set(ids), inbox: true });

describe('a change', () => {
  it('is due at once after a quiet frame, and those that follow at the next frame as one', () => {
    const { changes, pass, shown, waits } = paced();
    changes(wrote('a'));
    changes(wrote('b'));
    changes(wrote('a'));
    pass(100);
    expect(shown).toEqual([
      { at: 0, changes: 1, overview: true },
      { at: 16, changes: 2, overview: true },
    ]);
    expect(waits()).toBe(false);
  });
});

describe('a backlog', () => {
  it.each([
    ['log', 500],
    ['snapshot', 100],
  ] as const)('(%s) is shown every %i ms, and the agent’s own doing meanwhile at once', (kind, ms) => {
    const { changes, pass, shown, setBehind } = paced();
    setBehind(kind);
    changes(wrote('a'));
    pass(20);
    changes(wrote('b'));
    pass(20);
    changes({ outbox: true });
    pass(1_000);
    expect(shown).toEqual([
      { at: 0, changes: 1, overview: true },
      { at: 40, changes: 1, overview: true },
      { at: ms, changes: 1, overview: true },
    ]);
  });

  it('waits no longer once it is done', () => {
    const { changes, pass, shown, setBehind } = paced();
    setBehind('log');
    changes(wrote('a'));
    pass(20);
    changes(wrote('b'));
    pass(20);
    setBehind(null);
    changes({ connection: true });
    expect(shown.at(-1)).toEqual({ at: 40, changes: 2, overview: true });
  });

  it('of many conversations is no crowd: a list that fills comes at the backlog’s pace', () => {
    const { changes, pass, overviews, setBehind } = paced();
    setBehind('snapshot');
    for (let n = 0; n < 100; n += 1) {
      changes(wrote(`n${n}`));
      pass(10);
    }
    // A second of it, its beginning and its end included.
    expect(overviews()).toBe(11);
  });
});

describe('one customer who writes ten times a second', () => {
  it('moves the card at once every time, though an automation and read marks change it as often', () => {
    const { changes, pass, shown } = paced();
    for (let n = 0; n < 50; n += 1) {
      changes(wrote('a', 'its-root'));
      pass(20);
    }
    expect(shown.map(({ at }) => at)).toEqual(Array.from({ length: 50 }, (_, n) => n * 20));
    expect(shown.every(({ overview }) => overview)).toBe(true);
  });

  it('moves it at once also while a few others write', () => {
    const { changes, pass, shown } = paced();
    for (let n = 0; n < 50; n += 1) {
      changes(wrote(n % 3 === 0 ? `other-${n % 4}` : 'a'));
      pass(100);
    }
    expect(shown).toHaveLength(50);
    expect(shown.every(({ overview }) => overview)).toBe(true);
  });
});

describe('a crowd', () => {
  it.each([6, 12, 50])('of %i customers with 50 messages a second moves overviews five times a second', (customers) => {
    const { changes, pass, shown, overviews } = paced();
    for (let n = 0; n < 100; n += 1) {
      changes(wrote(`c${n % customers}`));
      pass(20);
    }
    // The first six came before it was known to be a crowd.
    expect(overviews()).toBeGreaterThanOrEqual(5 + 9);
    expect(overviews()).toBeLessThanOrEqual(6 + 10);
    // Whatever else is shown came with each message, a frame after it at the most.
    const delays = shown.filter((turn) => turn.changes === 1).map(({ at }, n) => at - n * 20);
    expect(delays).toHaveLength(100);
    expect(Math.max(...delays)).toBeLessThanOrEqual(16);
  });

  it('shows what waited though nothing follows it', () => {
    const { changes, pass, shown, waits } = paced();
    for (let n = 0; n < 7; n += 1) {
      changes(wrote(`c${n}`));
      pass(20);
    }
    expect(shown.at(-1)).toMatchObject({ overview: false });
    pass(200);
    expect(shown.at(-1)).toMatchObject({ changes: 0, overview: true });
    expect(waits()).toBe(false);
  });

  it('is over as soon as nobody wrote for a moment', () => {
    const { changes, pass, shown } = paced();
    for (let n = 0; n < 20; n += 1) {
      changes(wrote(`c${n}`));
      pass(20);
    }
    pass(500);
    changes(wrote('a'));
    pass(20);
    changes(wrote('b'));
    expect(shown.slice(-2)).toMatchObject([{ overview: true }, { overview: true }]);
  });

  it('that a single change brings (many were transferred together) shows that change at once', () => {
    const { changes, shown } = paced();
    changes(wrote(...Array.from({ length: 200 }, (_, n) => `c${n}`)));
    expect(shown).toEqual([{ at: 0, changes: 1, overview: true }]);
  });

  it('is six conversations within 400 ms, however often each of them changed', () => {
    const { clock, pass } = manualClock();
    const crowd = createCrowd(clock);
    for (let n = 0; n < 1_000; n += 1) crowd.saw([`c${n % 5}`]);
    expect(crowd.isHere()).toBe(false);
    pass(400);
    crowd.saw(['c5']);
    expect(crowd.isHere()).toBe(true);
    pass(1);
    expect(crowd.isHere()).toBe(false);
  });
});
