import type { Preferences } from '../../src-shared/bridge/views.ts';
import en from '../../src-shared/i18n/en/engine.json' with { type: 'json' };
import es from '../../src-shared/i18n/es/engine.json' with { type: 'json' };
import portuguese from '../../src-shared/i18n/pt-BR/engine.json' with { type: 'json' };

/** What the engine itself says to people: notifications and transcripts. */
export type EngineTexts = typeof portuguese;

const languages: Record<Preferences['language'], EngineTexts> = { 'pt-BR': portuguese, en, es };

export const textsOf = (language: Preferences['language']): EngineTexts => languages[language];

/** Puts values where the text says `{{name}}`. */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
