import fc from 'fast-check';

/** What a stranger may put anywhere. */
const hostileWords = fc.oneof(
  fc.constantFrom(
    '',
    '\0',
    'a\0b',
    'metade \ud83e',
    '\u202Efdp.exe\u2066',
    '<img src=x onerror=alert(1)>',
    '__proto__',
    'constructor',
    "'; DROP TABLE message; --",
    '{{contato.nome}} %s $1',
    '../../etc/passwd',
    'javascript:alert(1)',
    'x'.repeat(70_000),
    '🧨'.repeat(3_000),
    '\u0301'.repeat(500),
    '-1',
    '1e400',
    '9999999999999999999',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

export const junk: fc.Arbitrary<unknown> = fc.oneof(
  hostileWords,
  fc.constantFrom(null, true, 0, -1, 0.1, 2 ** 53, 1e308, -0, [], {}, [[]], [null], { ['__proto__']: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.integer({ min: 1, max: 300 }).map((depth) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)),
);

type Edit = { at: number; how: 'replace' | 'remove' | 'double' | 'wrap' | 'add'; by: unknown };

const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({ at: fc.nat(), how: fc.constantFrom('replace', 'remove', 'double', 'wrap', 'add'), by: junk }),
  { maxLength: 4 },
);

/** One of the seeds, changed in a few places. */
export function changedJson(seeds: readonly unknown[]): fc.Arbitrary<unknown> {
  if (seeds.length === 0) throw new Error('there is nothing to change');
  return fc
    .record({ seed: fc.nat(seeds.length - 1), edits })
    .map(({ seed, edits: list }) => list.reduce(change, structuredClone(seeds[seed])));
}

/** A value of a schema, or one that is changed afterwards. */
export const changedValue = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(valid, edits).map(([value, list]) => list.reduce(change, structuredClone(value)));

interface Place {
  holder: unknown[] | Record<string, unknown>;
  key: string;
}

function change(root: unknown, { at, how, by: junk }: Edit): unknown {
  // A copy: what is put in here may be changed by the next edit, and its original belongs to all cases.
  const by = structuredClone(junk);
  const places = placesIn(root);
  const place = places[at % (places.length + 1)];
  // Beyond the last place: the whole.
  if (place === undefined) return how === 'wrap' ? [root] : how === 'replace' ? by : root;
  const { holder, key } = place;
  const index = Number(key);
  if (Array.isArray(holder)) {
    if (how === 'remove') holder.splice(index, 1);
    else if (how === 'double') holder.splice(index, 0, structuredClone(holder[index]));
    else if (how === 'add') holder.push(by);
    else holder[index] = how === 'wrap' ? [holder[index]] : by;
    return root;
  }
  if (how === 'remove') delete holder[key];
  else if (how === 'add') holder[typeof by === 'string' ? by.slice(0, 60) : 'added'] = by;
  else if (how === 'replace') holder[key] = by;
  else holder[key] = [holder[key]];
  return root;
}

function placesIn(root: unknown): Place[] {
  const found: Place[] = [];
  const open: unknown[] = [root];
  while (open.length > 0 && found.length < 5_000) {
    const holder = open.pop();
    if (typeof holder !== 'object' || holder === null) continue;
    const known: unknown[] | Record<string, unknown> = Array.isArray(holder) ? holder : Object(holder);
    for (const key of Object.keys(known)) {
      found.push({ holder: known, key });
      open.push(Reflect.get(known, key));
    }
  }
  return found;
}

/** One of the seeds with pieces taken out, put in and repeated. */
export function changedText(seeds: readonly string[], pieces: readonly string[] = []): fc.Arbitrary<string> {
  if (seeds.length === 0) throw new Error('there is nothing to change');
  const piece = pieces.length === 0 ? hostileWords : fc.oneof(hostileWords, fc.constantFrom(...pieces));
  const cut = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    taken: fc.nat(60),
    put: piece,
    times: fc.oneof(
      { weight: 9, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.integer({ min: 2, max: 200 }) },
    ),
  });
  return fc.record({ seed: fc.nat(seeds.length - 1), cuts: fc.array(cut, { maxLength: 5 }) }).map(({ seed, cuts }) => {
    let text = seeds[seed] ?? '';
    for (const { at, taken, put, times } of cuts) {
      const from = Math.floor(at * text.length);
      const longest = put.length > 1_000 ? 1 : times;
      text = text.slice(0, from) + put.repeat(longest) + text.slice(from + taken);
    }
    return text;
  });
}
