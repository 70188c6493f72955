import type { Template, TemplateValues } from '../../../src-shared/protocol/templates.ts';
import { emptyTemplateValues, isSendable } from '../../../src-shared/rules/template.ts';

/** How the state looks: only what the team can use is good news, and what comes back by itself is not bad news. */
export function toneOf(template: Template): 'good' | 'waiting' | 'bad' {
  if (isSendable(template)) return 'good';
  return template.status === 'pending' || template.status === 'paused' ? 'waiting' : 'bad';
}

/** The provider's codes for why it rejected a template; any other text of its is shown as it is. */
export type KnownReason = 'abusive' | 'format' | 'promotional' | 'mismatch' | 'scam' | 'category';

const reasons = new Map<string, KnownReason>([
  ['ABUSIVE_CONTENT', 'abusive'],
  ['INVALID_FORMAT', 'format'],
  ['PROMOTIONAL', 'promotional'],
  ['TAG_CONTENT_MISMATCH', 'mismatch'],
  ['SCAM', 'scam'],
  ['INCORRECT_CATEGORY', 'category'],
]);

export const knownReason = (reason: string): KnownReason | null =>
  reasons.get(reason.trim().toUpperCase().replaceAll(' ', '_')) ?? null;

/** `pt_BR` → «português (Brasil)»; a code that nobody knows stays a code. */
export function languageName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(code.replace('_', '-')) ?? code;
  } catch {
    return code;
  }
}

/** Filled with the examples its author gave the provider; a place without one stays a place. */
export function exampleValues(template: Template): TemplateValues {
  const examples = (parameters: { key: string; example: string | null }[]): Record<string, string> =>
    Object.fromEntries(parameters.flatMap(({ key, example }) => (example === null ? [] : [[key, example]])));
  return {
    ...emptyTemplateValues,
    header: template.header?.kind === 'text' ? examples(template.header.parameters) : {},
    body: examples(template.body.parameters),
    buttons: examples(
      template.buttons.flatMap((button, index) =>
        // The example of an address is the whole of it; its end alone is not known.
        button.parameter === null || button.kind === 'url'
          ? []
          : [{ key: String(index), example: button.parameter.example }],
      ),
    ),
  };
}
