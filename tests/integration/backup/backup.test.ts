import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backUp, restore } from '../../../src-backend/backup/backup.ts';
import { type BackupService, serveBackups } from '../../../src-backend/backup/running.ts';
import { createMediaStore } from '../../../src-backend/media/media-store.ts';
import { openStore, type Store } from '../../../src-backend/store/open.ts';
import { conversations, messages, type Operation, openOperation, type Plan, until } from '../core/operation.ts';
import { silent } from '../stores.ts';
import { everyTable } from './every-table.ts';

const picture = Buffer.alloc(300_000, 'a picture, so to speak; ');
const plan: Plan = { departments: [{ id: 'vendas' }], people: [{ id: 'ana', departments: ['vendas'] }] };

describe('a backup of the embedded database', () => {
  let home = '';
  let store: Store;
  let operation: Operation;
  let backups: BackupService | null = null;
  const place = (name: string) => join(home, name);
  const folder = () => place('data');

  const opened = async (at: string): Promise<Store> => {
    const result = await openStore({ kind: 'embedded', folder: at }, { log: silent });
    if (!result.ok) throw new Error(`it does not open: ${result.reason}`);
    return result.store;
  };

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'turno-backup-'));
    store = await opened(folder());
    operation = await openOperation(store, plan);
    backups = await serveBackups({ folder: folder(), store, logger: silent, now: Date.now });
  });
  afterAll(async () => {
    await operation.close();
    await backups?.close();
    await store.close();
    await rm(home, { recursive: true, force: true });
  });

  test('made while it is in use and restored, has every row of every table, media included', async () => {
    await operation.customer('Mariana').writes('Oi, meu pedido não chegou');
    await operation.customer('José').writes('Vocês abrem amanhã?');
    const [first] = await conversations(operation);
    const conversationId = first?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    // Waits to be sent while the backup is made, and is sent after it.
    operation.outcomes.push({ outcome: 'retry', code: 'busy', detail: null, afterMs: 3_000, held: true });
    const args = { conversationId, text: 'Chega hoje', mediaId: null, quotedMessageId: null };
    const messageId = randomUUID();
    await operation.command('ana', 'message.send', args, messageId);
    await until(() => operation.sent.length === 1);
    await expect
      .poll(() => store.db.selectFrom('message').select('sending_since').where('id', '=', messageId).executeTakeFirst())
      .toEqual({ sending_since: null });
    const { workspaceId } = operation;
    const media = createMediaStore({ store, now: Date.now });
    const medium = await media.keep({ workspaceId, bytes: picture, name: 'foto.bin', claimedMime: 'image/png' });

    const before = await everyTable(store);
    const made = await backUp({ folder: folder(), file: place('one.tar.gz'), now: Date.now });
    expect(made).toMatchObject({ ok: true });
    expect((await stat(place('one.tar.gz'))).mode & 0o777).toBe(0o600);
    // It went on, and what came after the backup is not in it.
    await operation.customer('Carla').writes('depois da cópia');

    const request = { folder: place('again'), file: place('one.tar.gz'), now: Date.now, logger: silent };
    expect(await restore(request)).toMatchObject({ ok: true });
    const again = await opened(place('again'));
    try {
      const after = await everyTable(again);
      expect([...after.keys()]).toEqual([...before.keys()]);
      const expected: Record<string, (row: Record<string, unknown>) => unknown> = {
        'public.workspace_log': (row) => ({
          ...row,
          log_id: expect.not.stringMatching(String(row.log_id)),
          protocol_last: Number(row.protocol_last) + 10_000,
        }),
        'public.message': (row) => (row.status === 'queued' ? { ...row, sending_since: expect.any(Number) } : row),
      };
      for (const [name, rows] of before) {
        // The job library's notes on its own upkeep change by the second.
        if (name.startsWith('pgboss.')) continue;
        const { [name]: change } = expected;
        expect([name, after.get(name)]).toEqual([name, change === undefined ? rows : rows.map(change)]);
      }
      expect(before.get('public.message')?.filter((row) => row.status === 'queued')).toHaveLength(1);
      const kept = await createMediaStore({ store: again, now: Date.now }).open(workspaceId, medium.id);
      expect(Buffer.from(kept?.bytes ?? []).equals(picture)).toBe(true);

      // Whether the waiting message went out after the backup, nobody knows: it is not sent a second time.
      const resumed = await openOperation(again, plan, undefined, workspaceId);
      try {
        await expect
          .poll(async () => (await messages(resumed, conversationId)).find(({ id }) => id === messageId), {
            timeout: 15_000,
          })
          .toMatchObject({ status: 'failed', failure: { code: 'uncertain' } });
        expect(resumed.sent).toEqual([]);
      } finally {
        await resumed.close();
      }
    } finally {
      await again.close();
    }
    expect((await readdir(home)).filter((name) => /copy-|restoring|\.part/.test(name))).toEqual([]);
  }, 120_000);

  test('where nobody takes requests for it, says that the backend must be stopped', async () => {
    await backups?.close();
    expect(await backUp({ folder: folder(), file: place('late'), now: Date.now })).toEqual({
      ...{ ok: false, reason: 'folder-in-use' },
    });
    expect(existsSync(place('late'))).toBe(false);
  });

  test('of a folder without a database, over a file that exists, or into a folder in use, is refused', async () => {
    await writeFile(place('taken'), 'somebody’s');
    expect(await backUp({ folder: place('nowhere'), file: place('x'), now: Date.now })).toEqual({
      ...{ ok: false, reason: 'no-database' },
    });
    expect(await backUp({ folder: folder(), file: place('taken'), now: Date.now })).toEqual({
      ...{ ok: false, reason: 'file-exists' },
    });
    expect(await readFile(place('taken'), 'utf8')).toBe('somebody’s');
    const into = { folder: folder(), file: place('one.tar.gz'), now: Date.now, logger: silent };
    expect(await restore(into)).toEqual({ ok: false, reason: 'folder-not-empty' });
  });

  test('that is cut short, changed, or something else is refused, and nothing is left of it', async () => {
    const whole = await readFile(place('one.tar.gz'));
    const changed = Buffer.from(whole);
    changed.fill(0, whole.length >> 1, (whole.length >> 1) + 64);
    const cases = [
      ['damaged', whole.subarray(0, whole.length - 5)],
      ['damaged', whole.subarray(0, whole.length >> 1)],
      ['damaged', changed],
      ['not-a-backup', Buffer.from('PK a zip of holiday pictures')],
      ['not-a-backup', Buffer.alloc(0)],
    ] as const;
    for (const [reason, bytes] of cases) {
      await writeFile(place('bad'), bytes);
      const request = { folder: place('from-bad'), file: place('bad'), now: Date.now, logger: silent };
      expect(await restore(request)).toEqual({ ok: false, reason });
      expect(existsSync(place('from-bad'))).toBe(false);
    }
  }, 120_000);
});
