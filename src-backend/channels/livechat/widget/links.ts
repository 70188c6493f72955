import { element } from './dom.ts';

const ADDRESS = /https?:\/\/[^\s<>"]+/gi;
/** A full stop or bracket after an address belongs to the sentence. */
const TRAILING = /[.,;:!?)\]}'»]+$/;

/** The text with its web addresses as links. Only http and https; what does not parse as an address stays text. */
export const linked = (text: string): (Node | string)[] => {
  const parts: (Node | string)[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '');
    if (!URL.canParse(address)) continue;
    parts.push(
      text.slice(at, match.index),
      element('a', { href: address, target: '_blank', rel: 'noopener noreferrer nofollow' }, address),
    );
    at = match.index + address.length;
  }
  parts.push(text.slice(at));
  return parts.filter((part) => part !== '');
};
