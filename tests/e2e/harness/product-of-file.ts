import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { openProduct, type Product } from '../harness.ts';

const shots = join(import.meta.dirname, '..', '..', '..', '.turno', 'e2e');

/**
 * One product for the tests of a file, which follow each other as a day of work does. When one fails, every window is
 * pictured under `.turno/e2e`. `clockFile`: see `openProduct`.
 */
export function productOfFile(
  prepare: (product: Product) => Promise<void> = async () => {},
  clockFile: string | null = null,
): () => Product {
  let product: Product | null = null;
  beforeAll(async () => {
    product = await openProduct(inject('template'), clockFile);
    await prepare(product);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || product === null) return;
    await mkdir(shots, { recursive: true });
    const pages = product.browser.contexts().flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) {
      const name = `${task.name.replaceAll(/[^\p{L}\d]+/gu, '-').slice(0, 60)}-${index + 1}.png`;
      // A page that cannot be pictured must not hide why the test failed.
      await page.screenshot({ path: join(shots, name), timeout: 3_000 }).catch(() => {});
    }
  });
  afterAll(() => product?.[Symbol.asyncDispose]());
  return () => {
    if (product === null) throw new Error('the product opens before the first test');
    return product;
  };
}
