// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { linked } from '../../../src-backend/channels/livechat/widget/links.ts';

const shown = (text: string): string => {
  const holder = document.createElement('p');
  holder.append(...linked(text));
  expect(holder.textContent).toBe(text);
  return [...holder.querySelectorAll('a')].map((link) => link.getAttribute('href')).join(' ');
};

describe('Addresses in a message', () => {
  it('become links, without the sentence’s own punctuation', () => {
    expect(shown('Veja https://loja.example/a?b=1#c, ou (http://x.example).')).toBe(
      'https://loja.example/a?b=1#c http://x.example',
    );
  });

  it('stay text when they could do more than open a page', () => {
    for (const text of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'https://', 'turno://x'])
      expect(shown(text)).toBe('');
  });

  it('open apart from the shop, which they learn nothing of', () => {
    const [link] = linked('https://x.example');
    expect(link instanceof HTMLAnchorElement && link.rel).toBe('noopener noreferrer nofollow');
  });
});
