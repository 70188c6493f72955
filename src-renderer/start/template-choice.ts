import type { Template, TemplateValues } from '../../src-shared/protocol/templates.ts';
import { isSendable, type TemplateField, type TemplatePart } from '../../src-shared/rules/template.ts';
import { plain } from '../inbox/plain.ts';

/** What may be chosen: approved templates of this connection that we can fill in wholly, by name. */
export function sendableTemplates(templates: readonly Template[], connectionId: string | null): Template[] {
  return templates
    .filter((one) => one.connectionId === connectionId && isSendable(one))
    .sort((a, b) => a.name.localeCompare(b.name) || a.language.localeCompare(b.language));
}

/** By any words of its name or its text, in any order; accents and case ignored. */
export function templateMatches(template: Pick<Template, 'name' | 'body'>, search: string): boolean {
  const text = plain(`${template.name} ${template.name.replaceAll('_', ' ')} ${template.body.text}`);
  return plain(search)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The provider writes `pt_BR` or `pt-BR`. */
export function languageName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(code.replaceAll('_', '-')) ?? code;
  } catch {
    return code;
  }
}

const groupOf: Record<TemplatePart, 'header' | 'body' | 'buttons'> = {
  header: 'header',
  body: 'body',
  button: 'buttons',
};

export const wordOf = (values: TemplateValues, field: TemplateField): string =>
  field.kind === 'text' ? (values[groupOf[field.part]][field.key] ?? '') : '';

export function withValue(values: TemplateValues, part: TemplatePart, key: string, word: string): TemplateValues {
  const group = groupOf[part];
  return { ...values, [group]: { ...values[group], [key]: word } };
}
