import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createThumbnailer } from '../../../src-backend/media/thumbnails.ts';
import { png } from '../../integration/media/images.ts';

const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 120, sigma: 40 } },
  });

test('a photograph gets a small picture that fits in 480 pixels, upright as the camera held it', async () => {
  // Orientation 6: the camera lay on its side; 1200 × 800 pixels are a picture 800 wide and 1200 high.
  const photo = await noise(1200, 800).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const small = await createThumbnailer().make(photo, 'image/jpeg');
  expect([small?.width, small?.height]).toEqual([320, 480]);
  expect(small?.bytes.byteLength).toBeLessThan(photo.byteLength / 3);
  const read = await sharp(small?.bytes).metadata();
  expect(read).toMatchObject({ format: 'webp', width: 320, height: 480 });
});

test('what is transparent stays transparent', async () => {
  const sticker = await sharp({ create: { width: 512, height: 512, channels: 4, background: '#0000' } })
    .webp()
    .toBuffer();
  const small = await createThumbnailer().make(sticker, 'image/webp');
  expect((await sharp(small?.bytes).metadata()).hasAlpha).toBe(true);
});

test('a small picture needs none', async () => {
  expect(await createThumbnailer().make(png(300, 200), 'image/png')).toBeNull();
});

test('a few bytes that would unfold into gigabytes have none, and cost no time', async () => {
  // 40,000 × 40,000 pixels of one colour: 5 MB of PNG, 4.8 GB decoded. The size alone is what refuses it.
  const bomb = Buffer.from(png(1, 1));
  bomb.writeUInt32BE(40_000, 16);
  bomb.writeUInt32BE(40_000, 20);
  const before = performance.now();
  expect(await createThumbnailer().make(bomb, 'image/png')).toBeNull();
  const real = await sharp({ create: { width: 16_000, height: 14_000, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  expect(await createThumbnailer().make(real, 'image/png')).toBeNull();
  expect(performance.now() - before).toBeLessThan(20_000);
  expect(process.memoryUsage().rss).toBeLessThan(1_500_000_000);
});

test('a picture cut off on the way has none', async () => {
  const photo = await noise(900, 900).jpeg().toBuffer();
  expect(await createThumbnailer().make(photo.subarray(0, photo.length / 2), 'image/jpeg')).toBeNull();
  expect(await createThumbnailer().make(Buffer.from('nothing of a picture'), 'image/png')).toBeNull();
});

test('a drawing that could name other files is never opened, whatever it calls itself', async () => {
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><rect width="9" height="9"/></svg>',
  );
  const thumbnailer = createThumbnailer();
  expect(await thumbnailer.make(svg, 'image/svg+xml')).toBeNull();
  expect(await thumbnailer.make(svg, 'image/png')).toBeNull();
});

test('many at once are made a few at a time, and one that fails holds up none', async () => {
  const photo = await noise(700, 700).jpeg().toBuffer();
  const thumbnailer = createThumbnailer();
  const made = await Promise.all(
    Array.from({ length: 9 }, (_, index) =>
      thumbnailer.make(index % 3 === 0 ? photo.subarray(0, 99) : photo, 'image/jpeg'),
    ),
  );
  expect(made.filter((one) => one !== null)).toHaveLength(6);
});
