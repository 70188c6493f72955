import type { ComboboxItem, ComboboxParsedItem, OptionsFilter } from '@mantine/core';
import { plain } from '../inbox/plain.ts';

/** What a searched choice offers for the words typed: each of them occurs in it, accents and case ignored. */
export const findInOptions: OptionsFilter = ({ options, search }) => {
  const words = plain(search).split(/\s+/);
  const fits = ({ label }: ComboboxItem) => words.every((word) => plain(label).includes(word));
  return options.flatMap((one): ComboboxParsedItem[] => {
    if (!('group' in one)) return fits(one) ? [one] : [];
    const items = one.items.filter(fits);
    return items.length === 0 ? [] : [{ ...one, items }];
  });
};
