import type { Template, TemplateButton, TemplateValues } from '../protocol/templates.ts';

/**
 * Templates filled in, and the provider's rules for what may stand in their places; checked before sending, so that the
 * agent learns from us what the provider would refuse.
 *
 * Sources: WhatsApp Cloud API, template components (header 60 characters, body 1,024, address of a button 2,000, code to
 * copy 15), and its error 132018 (no line break, tab or more than four spaces in a row inside a parameter), 132005
 * (translated text too long), 132000 (a parameter is missing).
 */
export const TEMPLATE_LIMITS = { header: 60, body: 1_024, url: 2_000, code: 15, other: 128 } as const;

export type TemplatePart = 'header' | 'body' | 'button';

export type TemplateProblemKind =
  | 'empty'
  | 'newline'
  | 'tab'
  | 'spaces'
  | 'too-long'
  | 'missing-media'
  | 'missing-location';

/** `key` as in the field's: the parameter's key, a button's index, `media` or `location`. */
export interface TemplateProblem {
  part: TemplatePart;
  key: string;
  problem: TemplateProblemKind;
}

/** One thing the agent must complete before the template can be sent. */
export type TemplateField =
  | {
      kind: 'text';
      part: TemplatePart;
      key: string;
      example: string | null;
      /** What stands on the button it belongs to; null for header and body. */
      button: string | null;
    }
  | { kind: 'media'; part: 'header'; key: 'media'; medium: 'image' | 'video' | 'document' }
  | { kind: 'location'; part: 'header'; key: 'location' };

/** A template as the customer sees it. A place without a value stays as the provider writes it, `{{1}}`. */
export interface FilledTemplate {
  /** Of a text header; a medium or a place as header is among the values. */
  header: string | null;
  body: string;
  footer: string | null;
  /** `value`: the address or number behind it, filled in. */
  buttons: { kind: TemplateButton['kind']; text: string; value: string | null }[];
}

/** Values of a template nothing is filled in yet. */
export const emptyTemplateValues: TemplateValues = { header: {}, body: {}, buttons: {}, mediaId: null, location: null };

/** Approved by the provider, and wholly understood by us. */
export const isSendable = (template: Pick<Template, 'status' | 'unsupported'>): boolean =>
  template.status === 'approved' && template.unsupported === null;

export function fillTemplate(template: Template, values: TemplateValues): FilledTemplate {
  return {
    header: template.header?.kind === 'text' ? fill(template.header.text, values.header) : null,
    body: fill(template.body.text, values.body),
    footer: template.footer,
    buttons: template.buttons.map((button, index) => ({
      kind: button.kind,
      text: button.text,
      value: buttonValue(button, own(values.buttons, String(index)) ?? ''),
    })),
  };
}

function buttonValue(button: TemplateButton, word: string): string | null {
  if (button.parameter === null || word === '') return button.value;
  if (button.value === null) return word;
  const { key } = button.parameter;
  return fill(button.value, { [key]: word });
}

/** In one pass: a value that looks like a place is a value. */
function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (place, key: string) => own(values, key) || place);
}

/** Keys come from the provider and the agent: `constructor` is a name like any other. */
const own = (values: Record<string, string>, key: string): string | undefined =>
  Object.hasOwn(values, key) ? values[key] : undefined;

/** What must be completed, from top to bottom as the customer reads it. */
export function templateFields(template: Template): TemplateField[] {
  const fields: TemplateField[] = [];
  const { header } = template;
  if (header?.kind === 'text') {
    for (const { key, example } of inReadingOrder(header.text, header.parameters))
      fields.push({ kind: 'text', part: 'header', key, example, button: null });
  } else if (header?.kind === 'location') {
    fields.push({ kind: 'location', part: 'header', key: 'location' });
  } else if (header !== null) {
    fields.push({ kind: 'media', part: 'header', key: 'media', medium: header.kind });
  }
  for (const { key, example } of inReadingOrder(template.body.text, template.body.parameters))
    fields.push({ kind: 'text', part: 'body', key, example, button: null });
  for (const [index, button] of template.buttons.entries()) {
    if (button.parameter === null) continue;
    fields.push({
      kind: 'text',
      part: 'button',
      key: String(index),
      example: button.parameter.example,
      button: button.text,
    });
  }
  return fields;
}

function inReadingOrder<Parameter extends { key: string }>(text: string, parameters: Parameter[]): Parameter[] {
  const place = ({ key }: Parameter): number => {
    const at = text.search(new RegExp(`\\{\\{\\s*${escaped(key)}\\s*\\}\\}`));
    return at === -1 ? Number.MAX_SAFE_INTEGER : at;
  };
  return [...parameters].sort((a, b) => place(a) - place(b));
}

const escaped = (key: string): string => key.replace(/[^\p{L}\p{N}_]/gu, '\\$&');

/** Everything that keeps it from being sent, in the order of the fields; empty: it may be sent. */
export function checkTemplateValues(template: Template, values: TemplateValues): TemplateProblem[] {
  const problems = templateFields(template).flatMap((field): TemplateProblem[] => {
    if (field.kind === 'media')
      return values.mediaId === null ? [{ part: 'header', key: 'media', problem: 'missing-media' }] : [];
    if (field.kind === 'location')
      return values.location === null ? [{ part: 'header', key: 'location', problem: 'missing-location' }] : [];
    const word = own(valuesOf(values, field.part), field.key) ?? '';
    const problem = problemOfWord(word) ?? lengthProblem(template, field.part, field.key, word);
    return problem === null ? [] : [{ part: field.part, key: field.key, problem }];
  });
  return [...problems, ...wholeTooLong(template, values, problems)];
}

const valuesOf = (values: TemplateValues, part: TemplatePart): Record<string, string> =>
  part === 'button' ? values.buttons : values[part];

function problemOfWord(word: string): 'empty' | 'newline' | 'tab' | 'spaces' | null {
  // Line breaks come first: a value of nothing but one is better named by it.
  if (/[\n\r\u0085\u2028\u2029]/.test(word)) return 'newline';
  if (word.includes('\t')) return 'tab';
  if (word.trim() === '') return 'empty';
  return / {5}/.test(word) ? 'spaces' : null;
}

/** Of a button, the whole of what is behind it counts: an address with its end. */
function lengthProblem(template: Template, part: TemplatePart, key: string, word: string): 'too-long' | null {
  if (part !== 'button') return null;
  const button = template.buttons[Number(key)];
  if (button === undefined) return null;
  const limit = button.kind === 'url' || button.kind === 'code' ? TEMPLATE_LIMITS[button.kind] : TEMPLATE_LIMITS.other;
  return (buttonValue(button, word) ?? word).length > limit ? 'too-long' : null;
}

/** Header and body are limited with their values filled in; the longest value is the one to shorten. */
function wholeTooLong(template: Template, values: TemplateValues, known: TemplateProblem[]): TemplateProblem[] {
  const filled = fillTemplate(template, values);
  const parts = [
    { part: 'header', text: filled.header ?? '' },
    { part: 'body', text: filled.body },
  ] as const;
  return parts.flatMap(({ part, text }): TemplateProblem[] => {
    if (text.length <= TEMPLATE_LIMITS[part]) return [];
    const [longest] = templateFields(template)
      .filter((field) => field.kind === 'text' && field.part === part)
      .map(({ key }) => ({ key, length: own(values[part], key)?.length ?? 0 }))
      .sort((a, b) => b.length - a.length);
    if (longest === undefined || known.some((problem) => problem.part === part && problem.key === longest.key))
      return [];
    return [{ part, key: longest.key, problem: 'too-long' }];
  });
}
