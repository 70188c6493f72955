import { randomBytes } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkDisk } from '../../../src-main/engine/diagnostics/disk-check.ts';
import { type CheckName, checkState, type EngineCheck, engineChecks } from '../../../src-shared/bridge/diagnostics.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import type { Desktop } from '../../simulators/desktop.ts';
import { openProduct, type Product } from '../harness.ts';
import { conversationOf } from '../product/inbox.ts';

let product: Product;
let ana: Desktop;

beforeAll(async () => {
  product = await openProduct();
  ana = await product.agent('Ana Souza');
  await product.receive(['um', 'dois', 'três'].map((text) => ({ from: text, text: `pedido ${text}` })));
  await conversationOf(ana, 'pedido três');
});
afterAll(() => product[Symbol.asyncDispose]());

const check = (desktop: Desktop, name: EngineCheck) => desktop.query('diagnostics.check', { check: name });
const codes = async (desktop: Desktop): Promise<Partial<Record<CheckName, string>>> => {
  const found: Partial<Record<CheckName, string>> = {};
  for (const name of engineChecks) found[name] = (await check(desktop, name)).code;
  return found;
};

/** The only folder of a person below the desktop's. */
async function fileOf(desktop: Desktop, name: string): Promise<string> {
  const found = await readdir(desktop.folder, { recursive: true });
  const place = found.find((one) => one.endsWith(name));
  if (place === undefined) throw new Error(`there is no ${name}`);
  return join(desktop.folder, place);
}

test('a machine that works passes every check, each with its time and what it saw', async () => {
  for (const name of engineChecks) {
    const result = await check(ana, name);
    expect([name, checkState(result), result]).toEqual([name, 'ok', expect.objectContaining({ code: 'ok' })]);
  }
  expect(await check(ana, 'version')).toMatchObject({ facts: { desktop: PROTOCOL_VERSION, server: PROTOCOL_VERSION } });
  expect(await check(ana, 'search')).toMatchObject({ facts: { missing: 0, looked: 3 } });
  expect(await check(ana, 'disk')).toMatchObject({ facts: { freeBytes: expect.any(Number) } });
  expect((await readdir(ana.folder)).filter((name) => name.startsWith('diagnostics-'))).toEqual([]);
});

test('signed out, what needs no person is checked, and the rest says so', async () => {
  await using desktop = await product.desktop();
  expect(await codes(desktop)).toEqual({
    ...{ server: 'ok', socket: 'signedOut', version: 'ok', clock: 'ok', disk: 'ok' },
    ...{ cache: 'signedOut', search: 'signedOut', outbox: 'signedOut' },
  });
});

test('without a network the server is what fails; the machine’s own files are checked, and what waits is told', async () => {
  const conversationId = await conversationOf(ana, 'pedido um');
  product.network.down();
  await ana.until('connection', {}, ({ state }) => state === 'offline');
  await ana.act('server.note.add', { conversationId, text: 'espera', mentionIds: [] });
  const found = await codes(ana);
  expect(found).toMatchObject({ server: 'unreachable', version: 'unknown', clock: 'unknown', cache: 'ok', disk: 'ok' });
  expect(['network', 'connecting']).toContain(found.socket);
  expect(await check(ana, 'outbox')).toMatchObject({ code: 'waiting', facts: { waiting: 1 } });
  product.network.up();
  await ana.online();
});

test('a folder that cannot be written is found out by writing', async () => {
  expect(await checkDisk('/proc')).toMatchObject({ code: 'readOnly', facts: { error: expect.any(String) } });
});

test('a page of the cache that was damaged is found, while the engine goes on serving', async () => {
  // What was received lately stands in the write-ahead log: a header of 32 bytes, then pages with 24 before each.
  const log = await fileOf(ana, 'cache.db-wal');
  const { size } = await stat(log);
  const handle = await open(log, 'r+');
  for (let at = 32; at < size; at += 24 + 4_096) await handle.write(randomBytes(64), 0, 64, at + 24 + 512);
  await handle.close();
  const [result, draft] = await Promise.all([
    check(ana, 'cache'),
    ana.query('draft', { conversationId: 'nenhuma', side: 'reply' }),
  ]);
  expect(result).toMatchObject({ code: 'damaged' });
  expect(draft).toEqual({ text: '' });
});

test('a report is saved where the person says', async () => {
  await using desktop = await product.desktop();
  expect(await desktop.act('diagnostics.export', { content: 'tudo certo\n', format: 'text' })).toMatchObject({
    ok: true,
  });
  expect(desktop.shell.saved[0]).toMatchObject({
    name: expect.stringMatching(/^turno-diagnostico-\d{4}-\d\d-\d\d\.txt$/),
    mime: 'text/plain',
  });
  desktop.shell.answerSaves({ result: 'disk-full' });
  expect(await desktop.act('diagnostics.export', { content: '{}', format: 'json' })).toEqual({
    ...{ ok: false, reason: 'disk-full' },
  });
});
