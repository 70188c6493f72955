import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useWatch } from '../../bridge/hooks.tsx';
import { useDirectoryNames } from '../../chat/directory-names.ts';
import type { Wording } from './entry-words.ts';

/** What entries are worded with, the same object as long as nothing of it changed. */
export function useWording(): Wording {
  const { t: record, i18n } = useTranslation('record');
  const { t: chat } = useTranslation('chat');
  const { t: inbox } = useTranslation('inbox');
  const names = useDirectoryNames();
  const directory = useWatch('directory', {});
  const { language } = i18n;
  return useMemo(() => {
    const fields = new Map(directory?.fields.map((field) => [field.id, field]));
    return { record, chat, inbox, names, fields, language };
  }, [record, chat, inbox, names, directory, language]);
}
