import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../../src-shared/i18n/', import.meta.url);
const languages = ['pt-BR', 'en', 'es'];

const areasOf = (language: string) => readdirSync(new URL(`${language}/`, folder)).sort();

function textsOf(language: string, area: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string') found.set(path, value);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`);
    }
  };
  walk(JSON.parse(readFileSync(new URL(`${language}/${area}`, folder), 'utf8')), '');
  return found;
}

/** Languages differ in their plural forms, so a plural is one text whatever its forms. */
const whole = (key: string) => key.replace(/_(one|many|other)$/, '');
const keysOf = (texts: Map<string, string>) => [...new Set([...texts.keys()].map(whole))].sort();
const slotsOf = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort();

describe('the interface’s texts', () => {
  it('come in the same areas in every language', () => {
    for (const language of languages) expect(areasOf(language)).toEqual(areasOf('pt-BR'));
  });

  for (const area of areasOf('pt-BR')) {
    for (const language of ['en', 'es']) {
      it(`${area}: ${language} has the same texts as pt-BR, with the same blanks to fill`, () => {
        const original = textsOf('pt-BR', area);
        const translated = textsOf(language, area);
        expect(keysOf(translated)).toEqual(keysOf(original));
        for (const [key, text] of translated) {
          const source = original.get(key) ?? original.get(`${whole(key)}_other`) ?? original.get(whole(key)) ?? '';
          const optional = (slots: (string | undefined)[]) => slots.filter((slot) => slot !== 'count');
          expect([key, optional(slotsOf(text))]).toEqual([key, optional(slotsOf(source))]);
        }
      });
    }
  }

  it('say to the letter what the product asks for', () => {
    const frame = textsOf('pt-BR', 'frame.json');
    expect(frame.get('connection.lost')).toBe(
      'Perda de conexão. Você está offline. Aguarde um instante para realizar o envio de mensagens',
    );
    expect(frame.get('signOut.openConversations')).toBe(
      'Você não pode sair enquanto houver atendimentos em andamento. Finalize-os ou transfira-os para sair.',
    );
  });
});
