import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';

/**
 * The theme is a preference kept by the engine; the page remembers nothing itself (its origin changes at each start, and
 * reading the browser's storage would hold up the first picture). Until the engine has spoken, the shell may say it in
 * the address: `/?theme=dark`.
 */
export function createSchemeManager(search: string): MantineColorSchemeManager {
  const wanted = new URLSearchParams(search).get('theme');
  let now: MantineColorScheme | null = wanted === 'dark' || wanted === 'light' ? wanted : null;
  return {
    get: (byDefault) => now ?? byDefault,
    set: (value) => {
      now = value;
    },
    subscribe: () => {},
    unsubscribe: () => {},
    clear: () => {
      now = null;
    },
  };
}
