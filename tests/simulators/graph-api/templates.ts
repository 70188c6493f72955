import { z } from 'zod';
import { invalidParameter, type MetaError } from './meta-errors.ts';

/**
 * Message templates as the provider keeps them. Written by hand from its documentation ("Message templates", "Template
 * components"), and on purpose without the product's own reading of them.
 */
const button = z.looseObject({
  type: z.string(),
  text: z.string().max(25).optional(),
  url: z.string().max(2_000).optional(),
  phone_number: z.string().max(20).optional(),
  example: z.union([z.array(z.string()), z.string()]).optional(),
});
export type TemplateButtonPart = z.infer<typeof button>;

const component = z.looseObject({
  type: z.string(),
  format: z.string().optional(),
  text: z.string().optional(),
  buttons: z.array(button).max(10).optional(),
  example: z.unknown().optional(),
});
export type TemplatePart = z.infer<typeof component>;

export const templateDefinition = z.looseObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.string().min(2),
  category: z.enum(['MARKETING', 'UTILITY', 'AUTHENTICATION']),
  parameter_format: z.enum(['POSITIONAL', 'NAMED', 'positional', 'named']).optional(),
  components: z.array(component).min(1),
});
export type TemplateDefinition = z.infer<typeof templateDefinition>;

export type TemplateState =
  | 'APPROVED'
  | 'PENDING'
  | 'REJECTED'
  | 'PAUSED'
  | 'DISABLED'
  | 'IN_APPEAL'
  | 'ARCHIVED'
  | 'PENDING_DELETION';

export type TemplateQuality = 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';

export interface StoredTemplate extends TemplateDefinition {
  id: string;
  status: TemplateState;
  quality_score: { score: TemplateQuality };
  rejected_reason: string;
}

export type TemplateSeed = TemplateDefinition & {
  id?: string;
  status?: TemplateState;
  quality?: TemplateQuality;
  reason?: string;
};

export interface TemplateStore {
  list(): readonly StoredTemplate[];
  /** All languages of a name. */
  named(name: string): readonly StoredTemplate[];
  byId(id: string): StoredTemplate | null;
  add(seed: TemplateSeed): StoredTemplate;
  change(id: string, fields: Partial<StoredTemplate>): StoredTemplate | null;
  /** By name all languages go; the removed ones. */
  remove(name: string): readonly StoredTemplate[];
}

export function createTemplateStore(seeds: readonly TemplateSeed[]): TemplateStore {
  const templates = new Map<string, StoredTemplate>();
  let made = 0;
  const store: TemplateStore = {
    list: () => [...templates.values()],
    named: (name) => [...templates.values()].filter((template) => template.name === name),
    byId: (id) => templates.get(id) ?? null,
    add({ id, status = 'APPROVED', quality = 'UNKNOWN', reason = 'NONE', ...definition }) {
      made += 1;
      const key = id ?? String(1_000_000_000_000_000 + made);
      const stored = { ...definition, id: key, status, quality_score: { score: quality }, rejected_reason: reason };
      templates.set(key, stored);
      return stored;
    },
    change(id, fields) {
      const before = templates.get(id);
      if (before === undefined) return null;
      const changed = { ...before, ...fields };
      templates.set(id, changed);
      return changed;
    },
    remove(name) {
      const gone = store.named(name);
      for (const { id } of gone) templates.delete(id);
      return gone;
    },
  };
  for (const seed of seeds) store.add(seed);
  return store;
}

/** The places of a sentence, each once, in the order of the text. */
export const placesIn = (sentence: string): string[] => [
  ...new Set([...sentence.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].flatMap(([, key]) => key ?? [])),
];

const limits = new Map([
  ['HEADER', 60],
  ['BODY', 1_024],
  ['FOOTER', 60],
]);

/** What the provider refuses of a new or changed template; null: it goes to review. */
export function definitionError(definition: TemplateDefinition): MetaError | null {
  for (const part of definition.components) {
    const type = part.type.toUpperCase();
    const limit = limits.get(type);
    if (limit !== undefined && (part.text ?? '').length > limit) {
      return invalidParameter(`${type} is longer than ${limit} characters`);
    }
    const places = placesIn(part.text ?? '');
    if (type === 'HEADER' && places.length > 1) return invalidParameter('A header takes one variable at most');
    if (type === 'FOOTER' && places.length > 0) return invalidParameter('A footer takes no variables');
    if (places.length > 0 && part.example === undefined) return invalidParameter(`${type} is missing example values`);
    const named = definition.parameter_format?.toUpperCase() === 'NAMED';
    if (!named && places.some((place) => !/^\d+$/.test(place))) {
      return invalidParameter(`${type} has a named variable, and the template is POSITIONAL`);
    }
  }
  const bodies = definition.components.filter(({ type }) => type.toUpperCase() === 'BODY');
  return bodies.length === 1 ? null : invalidParameter('A template has one BODY');
}
