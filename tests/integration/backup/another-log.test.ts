import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBackend } from '../../../src-backend/backend.ts';
import { backUp, restore } from '../../../src-backend/backup/backup.ts';
import type { ChatItem } from '../../../src-shared/bridge/views.ts';
import { emailOf, openProduct, PASSWORD, type Product } from '../harness.ts';
import { conversationOf, everything } from '../product/inbox.ts';
import { silent } from '../stores.ts';

describe('a backup of a whole product', () => {
  let home = '';
  let product: Product;
  const place = (name: string) => join(home, name);

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'turno-backup-'));
    product = await openProduct({ location: { kind: 'embedded', folder: place('data') } });
  });
  afterAll(async () => {
    await product[Symbol.asyncDispose]();
    await rm(home, { recursive: true, force: true });
  });

  test('put back under the same address is another log: a desktop shows what the backup has and keeps its draft', async () => {
    const ana = await product.agent('Ana Souza');
    await product.receive([{ from: 'visitante-4', text: 'antes da cópia' }]);
    const conversationId = await conversationOf(ana, 'antes da cópia');
    expect(await backUp({ folder: place('data'), file: place('two.tar.gz'), now: Date.now })).toMatchObject({
      ok: true,
    });
    // The backup has fewer messages, and older versions of what it has, than the machine.
    await product.receive([
      { from: 'visitante-4', text: 'depois da cópia' },
      { from: 'visitante-5', text: 'outro depois da cópia' },
    ]);
    await conversationOf(ana, 'outro depois da cópia');
    await ana.act('draft.save', { conversationId, side: 'reply', text: 'Já verifico' });

    const request = { folder: place('back'), file: place('two.tar.gz'), now: Date.now, logger: silent };
    expect(await restore(request)).toMatchObject({ ok: true });
    const created = await createBackend({
      location: { kind: 'embedded', folder: place('back') },
      port: 0,
      host: '127.0.0.1',
      logger: silent,
      widgetFile: import.meta.filename,
    });
    if (!created.ok) throw new Error(created.reason);
    product.network.retarget(created.backend.url);
    product.network.cut();
    // Sessions end with the restore: whoever was signed in signs in again, on the same machine.
    await ana.until('session', {}, ({ phase }) => phase === 'signed-out');
    expect(await ana.signIn(PASSWORD, emailOf('Ana Souza'))).toEqual({ ok: true });
    await ana.online();
    const written = (items: readonly ChatItem[]) =>
      items.flatMap((item) => (item.type === 'message' ? (item.message.text ?? []) : []));
    await ana.until('conversation.chat', { conversationId, limit: 50 }, ({ items }) => written(items).length === 1);
    const { rows } = await ana.see('inbox.list', everything);
    expect(rows.map((row) => row.preview?.text)).not.toContain('outro depois da cópia');
    expect(await ana.query('draft', { conversationId, side: 'reply' })).toEqual({ text: 'Já verifico' });
    await created.backend.close();
  }, 120_000);
});
