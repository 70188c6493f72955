import { expect, test } from 'vitest';
import { inspectOutgoing, inspectReceived } from '../../../src-backend/media/inspect.ts';
import { png } from '../../integration/media/images.ts';

const rules = [{ kind: 'image' as const, mimes: ['image/png'], maxBytes: 1_000 }];

test('a broken image is refused even when the memory behind it would complete it', async () => {
  const whole = png(4, 4);
  expect(await inspectOutgoing(whole, rules)).toEqual({ ok: true, value: { mime: 'image/png', width: 4, height: 4 } });
  expect(await inspectOutgoing(whole.subarray(0, 18), rules)).toEqual({ ok: false, reason: 'unsupported-media' });
});

test('an image over the limit of its kind is too large', async () => {
  expect(await inspectOutgoing(png(4, 4, 1_000), rules)).toEqual({ ok: false, reason: 'too-large' });
});

test('what a customer sent is called by its bytes, and what only claims to be an image is plain bytes', async () => {
  expect(await inspectReceived(png(4, 3), 'image/jpeg')).toEqual({ mime: 'image/png', width: 4, height: 3 });
  const text = new TextEncoder().encode('oi');
  expect(await inspectReceived(text, 'image/png')).toMatchObject({ mime: 'application/octet-stream', width: null });
  expect(await inspectReceived(text, 'Text/Plain; charset=utf-8')).toMatchObject({ mime: 'text/plain' });
});
