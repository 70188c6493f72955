import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { z } from 'zod';
import { readFixture } from '../fixtures.ts';

const indexSchema = z.array(z.object({ file: z.string(), kind: z.string() }));

export interface Recorded {
  file: string;
  kind: string;
}

/** A folder of recorded webhooks by its index; null has none. */
export const recordedIn = (folder: string | null): Recorded[] =>
  folder === null ? [] : indexSchema.parse(readFixture(folder, 'index.json'));

export const nameOf = (file: string): string => file.replace('.json', '');

/** Of each recorded webhook that is ignored, the reason. */
export const reasonsOf = (ignored: Record<string, readonly string[]>): Map<string, string> =>
  new Map(Object.entries(ignored).flatMap(([reason, files]) => files.map((file) => [file, reason] as const)));

/** The index names exactly the files that are there. */
export function expectIndexed(folder: string, index: readonly Recorded[]): void {
  const files = readdirSync(folder).filter((file) => file !== 'index.json');
  expect(files.sort()).toEqual(index.map(({ file }) => file).sort());
}

const hostile = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(null, '', 0, -1, 1e308, true, [], {}, '\u0000', '\ud800', 'x'.repeat(10_000), [[[]]], {
    toString: null,
    constructor: { prototype: 1 },
  }),
);

/** Recorded bodies with up to four parts replaced by something hostile; `whole`: none was. */
export const brokenBodies = (bodies: readonly unknown[]): fc.Arbitrary<{ body: unknown; whole: boolean }> =>
  fc
    .tuple(fc.constantFrom(...bodies), fc.array(fc.tuple(fc.nat(), hostile), { maxLength: 4 }))
    .map(([recorded, breaks]) => {
      let body: unknown = structuredClone(recorded);
      for (const [where, value] of breaks) body = replaceAt(body, where, structuredClone(value));
      return { body, whole: breaks.length === 0 };
    });

/** The same with the part at the given place (counted through, round and round) replaced. */
function replaceAt(body: unknown, where: number, value: unknown): unknown {
  const places: (() => void)[] = [];
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [name, child] of Object.entries(part)) {
      places.push(() => Reflect.set(part, name, value));
      walk(child);
    }
  };
  walk(body);
  if (places.length === 0) return value;
  places[where % places.length]?.();
  return body;
}
