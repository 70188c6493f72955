import fc from 'fast-check';
import { z } from 'zod';

/**
 * Values that fit a schema of the protocol, made from the schema itself: whatever the protocol gains is tried without a word
 * here. Rules beyond the shape (`refine`) are not known, so some values are refused as `invalid` all the same.
 */
export interface Choices {
  /** What stands where the schema asks for an id. `path`: the names above it, the nearest last. */
  id(path: readonly string[]): fc.Arbitrary<string>;
  /** What stands where words are free; whatever is longer than the schema allows is cut. */
  words(path: readonly string[]): fc.Arbitrary<string>;
}

type Json = z.core.JSONSchema.BaseSchema;

export function arbitraryOf(schema: z.core.$ZodType, choices: Choices): fc.Arbitrary<unknown> {
  return fromJson(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }), [], choices);
}

function fromJson(node: Json | boolean, path: readonly string[], choices: Choices): fc.Arbitrary<unknown> {
  if (typeof node === 'boolean') return fc.jsonValue();
  if ('const' in node) return fc.constant(node.const);
  if (node.enum !== undefined) return fc.constantFrom(...node.enum);
  const either = formsOf(node);
  if (either !== undefined) return fc.oneof(...either.map((one) => fromJson(one, path, choices)));
  switch (node.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return numberOf(node);
    case 'string':
      return stringOf(node, path, choices);
    case 'array':
      return arrayOf(node, path, choices);
    case 'object':
      return objectOf(node, path, choices);
    default:
      return fc.jsonValue();
  }
}

/** The forms of which a value has one: told apart, or `string` and `null` in one breath. */
export function formsOf(node: Json): (Json | boolean)[] | undefined {
  const types: unknown = node.type;
  if (!Array.isArray(types)) return node.anyOf ?? node.oneOf;
  return KINDS.filter((type) => types.includes(type)).map((type) => ({ ...node, type }));
}
const KINDS = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const;

function numberOf(node: Json): fc.Arbitrary<number> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = node;
  const above = typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : Number.MIN_SAFE_INTEGER;
  const below = typeof exclusiveMaximum === 'number' ? exclusiveMaximum - 1 : Number.MAX_SAFE_INTEGER;
  const min = Math.max(minimum ?? above, Number.MIN_SAFE_INTEGER);
  const max = Math.min(maximum ?? below, Number.MAX_SAFE_INTEGER);
  if (node.type === 'number') return fc.double({ min, max, noNaN: true });
  return fc.oneof(fc.integer({ min, max }), fc.integer({ min, max: Math.min(max, min + 50) }));
}

/** Where a form of words is asked for that cannot be drawn from its pattern. */
const FORMS = ['oi', 'a', '#aabbcc', '2026-11-22', '08:00', '18:30', '11988880001', 'campo-1'];

function stringOf(node: Json, path: readonly string[], choices: Choices): fc.Arbitrary<string> {
  if (node.format === 'uuid') return fc.uuid();
  if (node.format === 'email') return fc.constantFrom('maria@cliente.example', 'a@b.example');
  if (node.format === 'uri') return fc.webUrl();
  if (node.pattern !== undefined) return patternOf(node.pattern);
  if (isId(node, path.at(-1) ?? '')) return choices.id(path);
  const most = node.maxLength ?? 100_000;
  return choices.words(path).map((words) => words.slice(0, most).padEnd(node.minLength ?? 0, 'x'));
}

const isId = (node: Json, field: string): boolean =>
  (node.minLength === 1 && node.maxLength === 64) || /(^id|Ids?)$/.test(field);

function patternOf(pattern: string): fc.Arbitrary<string> {
  const expression = new RegExp(pattern, 'u');
  const fitting = FORMS.filter((form) => expression.test(form));
  try {
    const drawn = fc.stringMatching(expression);
    return fitting.length === 0 ? drawn : fc.oneof(drawn, fc.constantFrom(...fitting));
  } catch {
    if (fitting.length === 0) throw new Error(`no words are known that fit ${pattern}`);
    return fc.constantFrom(...fitting);
  }
}

function arrayOf(node: Json, path: readonly string[], choices: Choices): fc.Arbitrary<unknown[]> {
  if (node.prefixItems !== undefined) {
    return fc.tuple(...node.prefixItems.map((item) => fromJson(item, path, choices)));
  }
  const { items } = node;
  if (items === undefined || Array.isArray(items)) return fc.constant([]);
  const minLength = node.minItems ?? 0;
  return fc.array(fromJson(items, path, choices), {
    minLength,
    maxLength: Math.min(node.maxItems ?? 3, minLength + 2),
  });
}

function objectOf(node: Json, path: readonly string[], choices: Choices): fc.Arbitrary<unknown> {
  if (node.properties === undefined) {
    const { propertyNames, additionalProperties } = node;
    if (additionalProperties === undefined || typeof additionalProperties === 'boolean') return fc.constant({});
    const keys =
      propertyNames === undefined || typeof propertyNames === 'boolean'
        ? fc.string({ maxLength: 8 })
        : fromJson({ type: 'string', ...propertyNames }, path, choices).map(String);
    return fc.dictionary(keys, fromJson(additionalProperties, path, choices), { maxKeys: 2 });
  }
  const parts = Object.entries(node.properties).map(
    ([name, part]) => [name, fromJson(part, [...path, name], choices)] as const,
  );
  return fc.record(Object.fromEntries(parts), { requiredKeys: [...(node.required ?? [])] });
}
