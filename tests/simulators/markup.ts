import { z } from 'zod';
import { formsOf } from '../arbitrary/from-schema.ts';

/** Markup that would do something if it ever became a part of a page, each with a number of its own. */
export const markup = (number: number): string => `<img src=x data-owned=${number} onerror=alert(${number})>`;

type Json = z.core.JSONSchema.BaseSchema;

/** What is no word of anybody's: read by programs, and never shown as it stands. */
const TECHNICAL =
  /(^|\.)(mime|color|language|timeZone|phone|version|at|code|shortcut|emoji|key|stepId|templateId|authorId)$/;

/**
 * `value` with markup in every field in which its schema lets words stand; `fields` collects their names by number. Ids,
 * patterns, closed lists and what only programs read are left as they are.
 */
export function poisoned(schema: z.core.$ZodType, value: unknown, name: string, fields: string[]): unknown {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  return walk(json, value, name, fields);
}

function walk(node: Json | boolean | undefined, value: unknown, path: string, fields: string[]): unknown {
  if (typeof node !== 'object') return value;
  const either = formsOf(node);
  if (either !== undefined) {
    const fitting = either.filter((one): one is Json => typeof one === 'object');
    const chosen = fitting.find((one) => isOf(one, value)) ?? fitting.find((one) => one.type === 'string');
    return walk(chosen, value, path, fields);
  }
  if (node.type === 'string') return words(node, value, path, fields);
  if (node.type === 'array' && Array.isArray(value) && !Array.isArray(node.items)) {
    const { items } = node;
    return value.map((item) => walk(items, item, path, fields));
  }
  if (node.type !== 'object' || typeof value !== 'object' || value === null) return value;
  const { properties = {}, additionalProperties } = node;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      walk(properties[key] ?? additionalProperties, part, `${path}.${key}`, fields),
    ]),
  );
}

/** Of several forms the one that the value has by its constants. */
function isOf(node: Json, value: unknown): boolean {
  const either = formsOf(node);
  if (either !== undefined) return either.some((one) => typeof one === 'object' && isOf(one, value));
  if (node.type === 'null') return false;
  if (typeof value === 'string' || value === null) return node.type === 'string';
  if (Array.isArray(value)) return node.type === 'array';
  if (typeof value !== 'object') return false;
  const constants = Object.entries(node.properties ?? {}).flatMap(([key, part]) =>
    typeof part === 'object' && 'const' in part ? [[key, part.const] as const] : [],
  );
  return node.type === 'object' && constants.every(([key, constant]) => Reflect.get(value, key) === constant);
}

function words(node: Json, value: unknown, path: string, fields: string[]): unknown {
  const isId = node.minLength === 1 && node.maxLength === 64;
  const free = node.format === undefined && node.pattern === undefined && node.enum === undefined && !('const' in node);
  if (!free || isId || /(^id|Ids?)$/.test(path.split('.').at(-1) ?? '') || TECHNICAL.test(path)) return value;
  const text = markup(fields.length);
  if (node.maxLength !== undefined && text.length > node.maxLength) return value;
  fields.push(path);
  return text;
}
