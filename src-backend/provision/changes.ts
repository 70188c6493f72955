import { isDeepStrictEqual } from 'node:util';

/**
 * The fields that a file wants otherwise than they are; fields that it leaves out (undefined) stay. null when nothing
 * changes: then nothing is written and no event is appended.
 */
export function changesTo<Fields extends object>(
  current: Fields,
  wanted: { [Key in keyof Fields]?: Fields[Key] | undefined },
): Partial<Fields> | null {
  const changes: Partial<Fields> = {};
  let any = false;
  for (const key in wanted) {
    const value = wanted[key];
    if (value === undefined || isDeepStrictEqual(current[key], value)) continue;
    changes[key] = value;
    any = true;
  }
  return any ? changes : null;
}
