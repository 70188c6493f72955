import { describe, expect, it } from 'vitest';
import { allOpen } from '../../../src-renderer/app/route.tsx';
import { createFakeBridge } from '../../../src-renderer/bridge/fake.ts';
import { createSharedWatches } from '../../../src-renderer/bridge/shared-watches.ts';
import { createRowWindow, PAGE } from '../../../src-renderer/inbox/row-window.ts';
import type { InboxRow } from '../../../src-shared/bridge/views.ts';
import { rowAt } from '../../e2e/gallery/rows.ts';

function listOf(rows: () => InboxRow[]) {
  const bridge = createFakeBridge();
  const answer = ({ start, count }: { start: number; count: number }) => ({
    total: rows().length,
    rows: rows().slice(start, start + count),
  });
  bridge.set('inbox.list', answer);
  const window = createRowWindow(createSharedWatches(bridge), allOpen);
  return { bridge, window, changed: () => bridge.set('inbox.list', answer) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('the rows of the list', () => {
  it('watches only the pages near the screen, and always the first', async () => {
    const all = Array.from({ length: 1000 }, (_, index) => rowAt(index));
    const { bridge, window } = listOf(() => all);
    await settled();
    window.show(500, 520);
    await settled();
    expect(window.view().total).toBe(1000);
    expect(window.view().row(510)?.id).toBe(all[510]?.id);
    expect(window.view().row(300)).toBeUndefined();
    window.show(800, 820);
    await settled();
    expect(window.view().row(510)).toBeUndefined();
    expect(bridge.openWatches('inbox.list')).toContainEqual({ filter: allOpen, start: 0, count: PAGE });
  });

  it('knows where a conversation stands among the rows that are here', async () => {
    const all = Array.from({ length: 200 }, (_, index) => rowAt(index));
    const { window } = listOf(() => all);
    window.show(60, 80);
    await settled();
    expect(window.view().indexOf('row-66')).toBe(66);
    expect(window.view().indexOf('row-199')).toBe(-1);
  });

  it('keeps every row in its place while it is held, though contents stay live', async () => {
    let all = Array.from({ length: 120 }, (_, index) => rowAt(index));
    const { window, changed } = listOf(() => all);
    await settled();
    window.hold(true);
    const before = all.map((row) => row.id).slice(0, PAGE);
    const moved = { ...rowAt(30), unread: 9, at: rowAt(30).at + 1e9 };
    all = [moved, ...all.filter((row) => row.id !== moved.id)];
    changed();
    expect(Array.from({ length: PAGE }, (_, index) => window.view().row(index)?.id)).toEqual(before);
    expect(window.view().row(30)?.unread).toBe(9);
    expect(window.view().waiting).toBe(1);
    window.hold(false);
    expect(window.view().row(0)?.id).toBe(moved.id);
    expect(window.view().waiting).toBe(0);
  });

  it('counts new conversations and new activity, not the rows they push down', async () => {
    let all = Array.from({ length: 120 }, (_, index) => rowAt(index));
    const { window, changed } = listOf(() => all);
    await settled();
    window.hold(true);
    all = [{ ...rowAt(5000) }, { ...rowAt(40), at: rowAt(40).at + 1e9 }, ...all.filter((row) => row.id !== 'row-40')];
    changed();
    expect(window.view().waiting).toBe(2);
  });
});
