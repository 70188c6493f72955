import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Preferences } from '../../src-shared/bridge/views.ts';

export type Language = Preferences['language'];

type Texts = Record<string, unknown>;

/** One JSON file per language and area is found by itself; the area's name is its namespace. */
const portuguese = import.meta.glob<Texts>('../../src-shared/i18n/pt-BR/*.json', { eager: true, import: 'default' });
const others = import.meta.glob<Texts>('../../src-shared/i18n/{en,es}/*.json', { import: 'default' });

function locate(path: string): { language: string; area: string } {
  const [file = '', language = ''] = path.split('/').reverse();
  return { language, area: file.replace(/\.json$/, '') };
}

/** Portuguese is in the first bundle, since it is what most people read and what other languages fall back to. */
export function createTexts(): i18n {
  const instance = createInstance();
  const resources = Object.fromEntries(Object.entries(portuguese).map(([path, texts]) => [locate(path).area, texts]));
  instance.use(initReactI18next).init({
    lng: 'pt-BR',
    fallbackLng: 'pt-BR',
    defaultNS: 'frame',
    ns: Object.keys(resources),
    resources: { 'pt-BR': resources },
    interpolation: { escapeValue: false },
    initAsync: false,
    react: { useSuspense: false },
  });
  return instance;
}

/** Loads the language's texts if they are not there yet, and shows everything in it. */
export async function changeLanguage(texts: i18n, language: Language): Promise<void> {
  if (texts.language === language) return;
  const files = Object.entries(others).filter(([path]) => locate(path).language === language);
  await Promise.all(
    files.map(async ([path, load]) => {
      const { area } = locate(path);
      if (!texts.hasResourceBundle(language, area)) texts.addResourceBundle(language, area, await load());
    }),
  );
  await texts.changeLanguage(language);
  document.documentElement.lang = language;
}
