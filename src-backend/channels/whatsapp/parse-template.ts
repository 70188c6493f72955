import { z } from 'zod';
import type {
  Template,
  TemplateButton,
  TemplateHeader,
  TemplateStatus,
  templateParameterSchema,
} from '../../../src-shared/protocol/templates.ts';
import type { ProviderTemplate } from '../contract.ts';

/**
 * A template as the Business Management API lists it, turned into ours. What this product cannot fill in is named in
 * `unsupported`, so that the template is shown and cannot be chosen; only what is no template at all gives null.
 *
 * Source: WhatsApp Business Management API, "Message templates" and "Template components" (v26).
 */
export function parseTemplate(raw: unknown): ProviderTemplate | null {
  const parsed = templateShape.safeParse(raw);
  if (!parsed.success) return null;
  const { id, name, language, components } = parsed.data;
  const parts = components.map((component) => ({ ...component, type: component.type.toUpperCase() }));
  const named = isNamed(parsed.data.parameter_format, parts);
  const header = readHeader(parts.find(({ type }) => type === 'HEADER'));
  const body = parts.find(({ type }) => type === 'BODY');
  const buttons = parts.filter(({ type }) => type === 'BUTTONS').flatMap((part) => part.buttons ?? []);
  const { rejected_reason: reason, quality_score: quality } = parsed.data;
  return {
    externalId: id ?? `${name}/${language}`,
    name,
    language,
    category: categories.get(parsed.data.category?.toUpperCase() ?? '') ?? 'other',
    status: statusOf(parsed.data.status),
    quality: qualities.get(quality?.score?.toUpperCase() ?? '') ?? 'unknown',
    reason: reason === undefined || reason.toUpperCase() === 'NONE' ? null : reason.slice(0, 500),
    format: named ? 'named' : 'positional',
    header: header.value,
    body: {
      text: body?.text ?? '',
      parameters: parametersOf(body?.text ?? '', examplesOf(body, 'body')),
    },
    footer: parts.find(({ type }) => type === 'FOOTER')?.text ?? null,
    buttons: buttons.map(readButton),
    unsupported: unsupportedPart(parts) ?? header.unsupported ?? unsupportedButton(buttons),
  };
}

/** The provider's state of a template, in whatever case it comes. What cannot be sent and has no name here is `unavailable`. */
export function statusOf(word: string | undefined): TemplateStatus {
  return statuses.get(word?.toUpperCase() ?? '') ?? 'unavailable';
}

const text = z.string().transform((value) => value.replaceAll('\0', '').toWellFormed());
const lenient = <Shape extends z.ZodType>(shape: Shape) => shape.optional().catch(undefined);
const words = lenient(text);
/** Ids come as text, and in webhooks as numbers. */
const idText = lenient(z.union([z.string(), z.number()]).transform(String));

const namedExample = z.object({ param_name: text, example: text });
const exampleShape = z.object({
  header_text: lenient(z.array(text)),
  header_text_named_params: lenient(z.array(namedExample)),
  body_text: lenient(z.union([z.array(z.array(text)), z.array(text).transform((row) => [row])])),
  body_text_named_params: lenient(z.array(namedExample)),
});

const buttonShape = z.object({
  type: text,
  text: words,
  url: words,
  phone_number: words,
  example: lenient(z.union([z.array(text), text.transform((one) => [one])])),
});
type Button = z.infer<typeof buttonShape>;

const componentShape = z.object({
  type: text,
  format: words,
  text: words,
  example: lenient(exampleShape),
  buttons: lenient(z.array(buttonShape)),
});
type Component = z.infer<typeof componentShape>;

const templateShape = z.object({
  id: idText,
  name: text.pipe(z.string().min(1).max(512)),
  language: text.pipe(z.string().min(2).max(20)),
  status: words,
  category: words,
  parameter_format: words,
  rejected_reason: words,
  quality_score: lenient(z.object({ score: words })),
  components: z.array(componentShape),
});

const categories = new Map<string, Template['category']>([
  ['MARKETING', 'marketing'],
  ['UTILITY', 'utility'],
  ['AUTHENTICATION', 'authentication'],
]);

const statuses = new Map<string, TemplateStatus>([
  ['APPROVED', 'approved'],
  // Said of a template that can still be sent: its quality fell, or it came back.
  ['FLAGGED', 'approved'],
  ['REINSTATED', 'approved'],
  ['PENDING', 'pending'],
  ['REJECTED', 'rejected'],
  ['PAUSED', 'paused'],
  ['DISABLED', 'disabled'],
  ['DELETED', 'deleted'],
]);

const qualities = new Map<string, Template['quality']>([
  ['GREEN', 'high'],
  ['YELLOW', 'medium'],
  ['RED', 'low'],
]);

const PLACE = /\{\{\s*([^{}\s]{1,64})\s*\}\}/g;

const keysOf = (sentence: string): string[] => [
  ...new Set([...sentence.matchAll(PLACE)].flatMap(([, key]) => key ?? [])),
];

/** Older answers do not say how places are written; a place that is no number can only be a name. */
function isNamed(format: string | undefined, parts: Component[]): boolean {
  if (format !== undefined) return format.toUpperCase() === 'NAMED';
  return parts.some((part) => keysOf(part.text ?? '').some((key) => !/^\d+$/.test(key)));
}

type Parameter = z.infer<typeof templateParameterSchema>;
type Examples = (key: string, index: number) => string | null;

/** In the order in which they are filled: numbers by their value, names as they stand. */
function parametersOf(sentence: string, example: Examples): Parameter[] {
  const keys = keysOf(sentence);
  const ordered = keys.every((key) => /^\d+$/.test(key)) ? keys.sort((a, b) => Number(a) - Number(b)) : keys;
  return ordered.map((key, index) => ({ key, example: example(key, index) }));
}

function examplesOf(component: Component | undefined, part: 'header' | 'body'): Examples {
  const { header_text, header_text_named_params, body_text, body_text_named_params } = component?.example ?? {};
  const named = part === 'header' ? header_text_named_params : body_text_named_params;
  const inOrder = part === 'header' ? header_text : body_text?.[0];
  return (key, index) => named?.find((one) => one.param_name === key)?.example ?? inOrder?.[index] ?? null;
}

const mediaHeaders = new Map<string, 'image' | 'video' | 'document'>([
  ['IMAGE', 'image'],
  ['VIDEO', 'video'],
  // Sent as a film, and shown moving by itself.
  ['GIF', 'video'],
  ['DOCUMENT', 'document'],
]);

function readHeader(component: Component | undefined): { value: TemplateHeader | null; unsupported: string | null } {
  if (component === undefined) return { value: null, unsupported: null };
  const format = (component.format ?? 'TEXT').toUpperCase();
  const media = mediaHeaders.get(format);
  if (media !== undefined) return { value: { kind: media }, unsupported: null };
  if (format === 'LOCATION') return { value: { kind: 'location' }, unsupported: null };
  if (format !== 'TEXT') return { value: null, unsupported: termOf(format) };
  const sentence = component.text ?? '';
  return {
    value: { kind: 'text', text: sentence, parameters: parametersOf(sentence, examplesOf(component, 'header')) },
    unsupported: null,
  };
}

function readButton(button: Button): TemplateButton {
  const label = button.text ?? '';
  const example = button.example?.[0] ?? null;
  switch (button.type.toUpperCase()) {
    case 'QUICK_REPLY':
      return { kind: 'reply', text: label, value: null, parameter: null };
    case 'PHONE_NUMBER':
      return { kind: 'phone', text: label, value: button.phone_number ?? null, parameter: null };
    case 'COPY_CODE':
      // WhatsApp words this button itself, in the customer's language.
      return { kind: 'code', text: label, value: null, parameter: { key: '1', example } };
    case 'URL': {
      const [key] = keysOf(button.url ?? '');
      const parameter = key === undefined ? null : { key, example };
      return { kind: 'url', text: label, value: button.url ?? null, parameter };
    }
    default:
      return { kind: 'other', text: label, value: null, parameter: null };
  }
}

const knownParts = new Set(['HEADER', 'BODY', 'FOOTER', 'BUTTONS']);

function unsupportedPart(parts: Component[]): string | null {
  const strange = parts.find(({ type }) => !knownParts.has(type));
  if (strange !== undefined) return termOf(strange.type);
  // Of a sign-in code, WhatsApp writes the body itself.
  return parts.some(({ type, text: sentence }) => type === 'BODY' && sentence) ? null : 'authentication';
}

/** Buttons that are sent as they stand, or that a word completes. */
const knownButtons = new Set(['QUICK_REPLY', 'PHONE_NUMBER', 'URL', 'COPY_CODE', 'VOICE_CALL']);

function unsupportedButton(buttons: Button[]): string | null {
  const strange = buttons.find(({ type }) => !knownButtons.has(type.toUpperCase()));
  return strange === undefined ? null : termOf(strange.type);
}

const termOf = (name: string): string => name.toLowerCase().replaceAll('_', '-').slice(0, 80);
