import { useMantineColorScheme } from '@mantine/core';
import type { i18n } from 'i18next';
import { useEffect } from 'react';
import { useWatch } from '../bridge/hooks.tsx';
import { changeLanguage } from '../i18n/setup.ts';

/** Puts the kept preferences on the page: theme, density, zoom and language. */
export function AppliedPreferences({ texts }: { texts: i18n }) {
  const preferences = useWatch('preferences', {});
  // Without `keepTransitions` Mantine writes a style tag (which the content policy refuses) and forces a layout.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const theme = preferences?.theme;
  const density = preferences?.density;
  const zoom = preferences?.zoom;
  const language = preferences?.language;

  useEffect(() => {
    const wanted = theme === 'system' ? 'auto' : theme;
    if (wanted !== undefined && wanted !== colorScheme) setColorScheme(wanted);
  }, [theme, colorScheme, setColorScheme]);

  useEffect(() => {
    if (density !== undefined) document.documentElement.dataset.density = density;
  }, [density]);

  useEffect(() => {
    if (zoom !== undefined) document.body.style.setProperty('zoom', String(zoom));
  }, [zoom]);

  useEffect(() => {
    if (language !== undefined) void changeLanguage(texts, language);
  }, [language, texts]);

  return null;
}
