import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../../src-backend/store/open.ts';
import { silent } from '../stores.ts';

describe('opening the embedded database', () => {
  let folder: string;
  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'turno-store-')), 'database');
  });
  afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

  const open = () => openStore({ kind: 'embedded', folder }, { log: silent });
  const opened = async (): Promise<Store> => {
    const result = await open();
    if (!result.ok) throw new Error(`refused: ${result.reason}`);
    return result.store;
  };

  it('is refused to a second owner, who would destroy it, and free again after the first has closed it', async () => {
    const first = await opened();
    expect(await open()).toEqual({ ok: false, reason: 'folder-in-use', folder });
    await first.close();
    await (await opened()).close();
  });

  it('of a newer version is refused and left as it is', async () => {
    const store = await opened();
    await sql`INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-future', '')`.execute(store.db);
    await store.close();
    expect(await open()).toEqual({ ok: false, reason: 'newer-database', found: '9999-future' });
    expect(await open()).toMatchObject({ reason: 'newer-database' });
  });
});
