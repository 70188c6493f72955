import { z } from 'zod';
import type { MediaStore, StoredMedia } from './media-store.ts';
import { type MetaError, metaError } from './meta-errors.ts';
import { placesIn, type StoredTemplate, type TemplatePart, type TemplateStore } from './templates.ts';

/** A template as the customer gets it. */
export interface SentTemplate {
  name: string;
  language: string;
  /** Of a text header. */
  header: string | null;
  location: { latitude: number; longitude: number; name: string | null; address: string | null } | null;
  footer: string | null;
  buttons: { type: string; text: string; value: string | null }[];
}

export type FilledTemplate =
  | { ok: true; text: string; media: StoredMedia | null; fileName: string | null; template: SentTemplate }
  | { ok: false; error: MetaError };

const mediaPart = z
  .object({ id: z.string().optional(), link: z.url().optional(), filename: z.string().optional() })
  .refine(({ id, link }) => (id === undefined) !== (link === undefined));

const parameterShape = z.looseObject({
  type: z.string(),
  parameter_name: z.string().optional(),
  text: z.string().optional(),
  payload: z.string().optional(),
  coupon_code: z.string().optional(),
  currency: z.object({ fallback_value: z.string(), code: z.string(), amount_1000: z.number() }).optional(),
  date_time: z.looseObject({ fallback_value: z.string() }).optional(),
  image: mediaPart.optional(),
  video: mediaPart.optional(),
  document: mediaPart.optional(),
  location: z
    .object({
      latitude: z.coerce.number().min(-90).max(90),
      longitude: z.coerce.number().min(-180).max(180),
      name: z.string().optional(),
      address: z.string().optional(),
    })
    .optional(),
});
type Parameter = z.infer<typeof parameterShape>;

const componentShape = z.object({
  type: z.string(),
  sub_type: z.string().optional(),
  index: z.coerce.number().int().min(0).max(9).optional(),
  parameters: z.array(parameterShape).default([]),
});
type Component = z.infer<typeof componentShape>;

export const templatePart = z.object({
  name: z.string().min(1),
  language: z.object({ code: z.string().min(2), policy: z.literal('deterministic').optional() }),
  components: z.array(componentShape).default([]),
});

/** A rule was broken; caught at the top, so that the rules read one after the other. */
class Broken extends Error {
  readonly error: MetaError;
  constructor(code: number, details: string) {
    super(details);
    this.error = { ...metaError(code), details };
  }
}

/**
 * The documented rules for sending a template, and what the customer then sees. Codes: 132001 not there in this language
 * or not approved, 132015 paused, 132016 disabled, 132000 number of parameters, 132012 their form, 132018 characters that
 * may not stand in one, 132005 too long when filled in, 131008 a required one is empty.
 */
export function fillTemplate(
  request: z.infer<typeof templatePart>,
  templates: TemplateStore,
  media: MediaStore,
): FilledTemplate {
  try {
    return fill(request, templates, media);
  } catch (error) {
    if (error instanceof Broken) return { ok: false, error: error.error };
    throw error;
  }
}

function fill(
  { name, language, components }: z.infer<typeof templatePart>,
  templates: TemplateStore,
  media: MediaStore,
) {
  const stored = templates
    .named(name)
    .find((one) => one.language.replace('-', '_') === language.code.replace('-', '_'));
  if (stored === undefined) throw new Broken(132001, `template name (${name}) does not exist in ${language.code}`);
  if (stored.status === 'PAUSED') throw new Broken(132015, `template (${name}) is paused`);
  if (stored.status === 'DISABLED') throw new Broken(132016, `template (${name}) is disabled`);
  if (stored.status !== 'APPROVED') throw new Broken(132001, `template (${name}) is not approved`);
  const definition = (type: string) => stored.components.find((part) => part.type.toUpperCase() === type);
  const given = (type: string) => components.filter((part) => part.type.toLowerCase() === type);

  const header = fillHeader(stored, definition('HEADER'), given('header')[0], media);
  const body = definition('BODY');
  const text = fillWords(stored, 'body', body?.text ?? '', given('body')[0]?.parameters ?? []);
  if (text.length > 1_024) throw new Broken(132005, `body is ${text.length} characters`);
  const buttons = (definition('BUTTONS')?.buttons ?? []).map((button, index) => {
    const value = fillButton(
      button,
      given('button').find((part) => part.index === index),
    );
    return { type: button.type.toUpperCase(), text: button.text ?? '', value };
  });
  if (given('button').some(({ index = 0 }) => index >= buttons.length)) {
    throw new Broken(132012, 'a button of an index that the template does not have');
  }
  const footer = definition('FOOTER')?.text ?? null;
  const { media: medium, fileName, ...shown } = header;
  return {
    ok: true as const,
    text,
    media: medium,
    fileName,
    template: { name, language: stored.language, ...shown, footer, buttons },
  };
}

const nothing = { header: null, location: null, media: null, fileName: null };

function fillHeader(
  stored: StoredTemplate,
  definition: TemplatePart | undefined,
  given: Component | undefined,
  media: MediaStore,
): Pick<SentTemplate, 'header' | 'location'> & { media: StoredMedia | null; fileName: string | null } {
  if (definition === undefined) {
    if (given !== undefined) throw new Broken(132012, 'header: the template has none');
    return nothing;
  }
  const format = (definition.format ?? 'TEXT').toUpperCase();
  if (format === 'TEXT') {
    const header = fillWords(stored, 'header', definition.text ?? '', given?.parameters ?? []);
    if (header.length > 60) throw new Broken(132005, `header is ${header.length} characters`);
    return { ...nothing, header };
  }
  const [parameter, ...more] = given?.parameters ?? [];
  if (parameter === undefined || more.length > 0)
    throw new Broken(132012, `header: Format mismatch, expected ${format}`);
  if (format === 'LOCATION') {
    const place = parameter.type === 'location' ? parameter.location : undefined;
    if (place === undefined) throw new Broken(132012, 'header: Format mismatch, expected LOCATION');
    const { latitude, longitude, name = null, address = null } = place;
    return { ...nothing, location: { latitude, longitude, name, address } };
  }
  return { ...nothing, ...headerMedium(format, parameter, media) };
}

function headerMedium(format: string, parameter: Parameter, media: MediaStore) {
  const kind = format === 'GIF' ? 'video' : format.toLowerCase();
  if ((kind !== 'image' && kind !== 'video' && kind !== 'document') || parameter.type !== kind) {
    throw new Broken(132012, `header: Format mismatch, expected ${format}, received ${parameter.type}`);
  }
  const part = parameter[kind];
  if (part === undefined) throw new Broken(132012, `header: ${kind} takes an id or a link`);
  if (part.id === undefined) return { media: null, fileName: part.filename ?? null };
  const stored = media.get(part.id);
  if (stored === null) throw new Broken(131009, `header: media id ${part.id} is not known`);
  if (stored.kind !== kind) throw new Broken(131053, `header: ${stored.mime} is no ${kind}`);
  return { media: stored, fileName: part.filename ?? null };
}

function fillWords(stored: StoredTemplate, part: string, sentence: string, parameters: Parameter[]): string {
  const places = placesIn(sentence);
  if (places.length !== parameters.length) {
    throw new Broken(
      132000,
      `${part}: number of localizable_params (${parameters.length}) does not match the expected number (${places.length})`,
    );
  }
  const named = stored.parameter_format?.toUpperCase() === 'NAMED';
  const words = new Map(
    parameters.map((parameter, index) => {
      const key = named ? parameter.parameter_name : String(index + 1);
      if (key === undefined || !places.includes(key))
        throw new Broken(132012, `${part}: parameter name missing or unknown`);
      return [key, wordOf(part, parameter)];
    }),
  );
  return sentence.replace(/\{\{\s*(\w+)\s*\}\}/g, (_place, key: string) => words.get(key) ?? '');
}

function wordOf(part: string, parameter: Parameter): string {
  if (parameter.type === 'currency' && parameter.currency) return parameter.currency.fallback_value;
  if (parameter.type === 'date_time' && parameter.date_time) return parameter.date_time.fallback_value;
  if (parameter.type !== 'text') throw new Broken(132012, `${part}: a parameter of type ${parameter.type}`);
  return plainWord(part, parameter.text);
}

function plainWord(part: string, word: string | undefined): string {
  if (word === undefined || word.trim() === '') throw new Broken(131008, `${part}: parameter text is missing`);
  if (/[\n\r\t]| {5}/.test(word)) {
    throw new Broken(
      132018,
      `${part}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces`,
    );
  }
  return word;
}

function fillButton(
  {
    type,
    url,
    phone_number,
    example,
  }: { type: string; url?: string | undefined; phone_number?: string | undefined; example?: unknown },
  given: Component | undefined,
): string | null {
  const kind = type.toUpperCase();
  const [parameter] = given?.parameters ?? [];
  const sub = given?.sub_type?.toLowerCase();
  const wants = (wanted: string) => {
    if (given !== undefined && sub !== wanted) throw new Broken(132012, `button: sub_type ${sub}, expected ${wanted}`);
  };
  switch (kind) {
    case 'URL': {
      wants('url');
      const [key] = placesIn(url ?? '');
      if (key === undefined) {
        if (parameter !== undefined) throw new Broken(132000, 'button: the address takes no parameter');
        return url ?? null;
      }
      if (parameter === undefined) throw new Broken(131008, 'button: Button at index of type Url requires a parameter');
      if (parameter.type !== 'text') throw new Broken(132012, 'button: the end of an address is a text');
      return (url ?? '').replace(/\{\{\s*\w+\s*\}\}/, plainWord('button', parameter.text));
    }
    case 'QUICK_REPLY':
      wants('quick_reply');
      if (parameter !== undefined && (parameter.type !== 'payload' || parameter.payload === undefined)) {
        throw new Broken(132012, 'button: a quick reply takes a payload');
      }
      return parameter?.payload ?? null;
    case 'COPY_CODE':
      wants('copy_code');
      if (parameter?.type !== 'coupon_code' || !parameter.coupon_code)
        throw new Broken(131008, 'button: coupon_code is missing');
      if (parameter.coupon_code.length > 15)
        throw new Broken(132005, 'button: coupon_code is longer than 15 characters');
      return parameter.coupon_code;
    case 'PHONE_NUMBER':
      return phone_number ?? null;
    default:
      return typeof example === 'string' ? example : null;
  }
}
