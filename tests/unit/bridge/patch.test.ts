import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPatch, diff } from '../../../src-shared/bridge/patch.ts';

const row = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), text: fc.string({ maxLength: 3 }) });
const rows = fc.uniqueArray(row, { selector: (one) => one.id });
const list = fc.record({ total: fc.nat(5), rows });
const chat = fc.record({ hasMore: fc.boolean(), items: rows });
const other = fc.constantFrom(null, 1, 'x', { phase: 'ready' });

/** What the window holds after the frames that the engine would send. */
function carried(before: unknown, after: unknown): unknown {
  const difference = diff(before, after);
  if (difference.kind === 'none') return before;
  return difference.kind === 'whole' ? after : applyPatch(before, difference.patch);
}

describe('the difference between two values of a watch', () => {
  it('applied to the first always gives the second', () => {
    const value = fc.oneof(list, chat, other);
    fc.assert(
      fc.property(value, value, (before, after) => {
        expect(carried(before, after)).toEqual(after);
      }),
      { numRuns: 1_000 },
    );
  });

  it('survives the crossing as JSON, through any number of changes', () => {
    fc.assert(
      fc.property(list, fc.array(list, { maxLength: 8 }), (first, later) => {
        let held: unknown = first;
        let sent: unknown = first;
        for (const value of later) {
          const difference = JSON.parse(JSON.stringify(diff(sent, value)));
          sent = value;
          if (difference.kind === 'patch') held = applyPatch(held, difference.patch);
          if (difference.kind === 'whole') held = value;
          expect(held).toEqual(value);
        }
      }),
    );
  });

  it('of equal values is nothing', () => {
    fc.assert(
      fc.property(fc.oneof(list, other), (value) => {
        expect(diff(value, structuredClone(value))).toEqual({ kind: 'none' });
      }),
    );
  });

  it('sends only rows that changed, and the order only when it did', () => {
    const before = {
      total: 2,
      rows: [
        { id: 'a', text: '1' },
        { id: 'b', text: '2' },
      ],
    };
    const edited = {
      total: 2,
      rows: [
        { id: 'a', text: '1' },
        { id: 'b', text: '3' },
      ],
    };
    expect(diff(before, edited)).toEqual({
      kind: 'patch',
      patch: { key: 'rows', ids: null, changed: [{ id: 'b', text: '3' }], rest: null },
    });
    const turned = { total: 3, rows: [...before.rows].reverse() };
    expect(diff(before, turned)).toEqual({
      kind: 'patch',
      patch: { key: 'rows', ids: ['b', 'a'], changed: [], rest: { total: 3 } },
    });
  });

  it('keeps the identity of rows that did not change', () => {
    const before = {
      total: 1,
      rows: [
        { id: 'a', text: '1' },
        { id: 'b', text: '2' },
      ],
    };
    const difference = diff(before, {
      total: 1,
      rows: [
        { id: 'a', text: '1' },
        { id: 'b', text: '3' },
      ],
    });
    if (difference.kind !== 'patch') throw new Error('a patch was expected');
    const after = applyPatch(before, difference.patch);
    expect(after).toMatchObject({ rows: [{ id: 'a' }, { id: 'b', text: '3' }] });
    if (typeof after !== 'object' || after === null || !('rows' in after) || !Array.isArray(after.rows))
      throw new Error();
    expect(after.rows[0]).toBe(before.rows[0]);
  });

  it('that does not fit its value is a defect, not a silent mistake', () => {
    const patch = { key: 'rows', ids: ['never-sent'], changed: [], rest: null };
    expect(() => applyPatch({ items: [] }, patch)).toThrow(/without it/);
    expect(() => applyPatch({ rows: [] }, patch)).toThrow(/never sent/);
  });
});
