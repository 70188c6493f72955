import { expect, test } from 'vitest';
import texts from '../../../src-shared/i18n/pt-BR/chat.json' with { type: 'json' };
import { failureCause, worthRetrying } from '../../../src-shared/rules/failure-reasons.ts';

const described = [
  '131047 131026 131049 131050 130472 131051 131052 131053 131056 130429 80007 4 131048 133016 131030 131042 131062',
  '132000 132001 132005 132007 132008 132012 132015 132016 190 10 200 299 368 131031',
]
  .join(' ')
  .split(' ');

test.each(described)('WhatsApp’s code %s is said in plain Portuguese, with what to do', (code) => {
  const cause = failureCause(code);
  if (cause === null) throw new Error(`nobody described ${code}`);
  expect(texts.failure[cause].why).not.toBe('');
  expect(texts.failure[cause].advice).toMatch(/\.$/);
});

test.each([
  'network',
  'timeout',
  'too-large',
  'unsupported-media',
  'media-unreadable',
  'http-503',
  'http-429',
  'store',
])('our own code %s is described too', (code) => {
  expect(failureCause(code)).not.toBeNull();
});

test.each(['999999', '', 'constructor', '1310470', '300'])('«%s» is nobody’s code', (code) => {
  expect(failureCause(code)).toBeNull();
});

test('a closed window is not mended by trying again; a slow provider, or the unknown, may be', () => {
  expect(worthRetrying('windowClosed')).toBe(false);
  expect(worthRetrying('providerDown')).toBe(true);
  expect(worthRetrying(null)).toBe(true);
});
