import { useSyncExternalStore } from 'react';

/** From this width (CSS pixels) the contact panel has room beside the chat. */
const query = '(min-width: 1200px)';

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

function subscribe(changed: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener('change', changed);
  return () => media.removeEventListener('change', changed);
}
