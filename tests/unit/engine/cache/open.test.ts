import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openDatabase, setAside } from '../../../../src-main/engine/cache/open.ts';
import { stored, temporaryFolder } from './open-cache.ts';

const key = randomBytes(32);
const kinds = ['cache', 'user'] as const;

describe.each(kinds)('opening the %s file', (kind) => {
  const newFile = () => join(temporaryFolder(), 'deep', `${kind}.db`);

  function filled(file: string): void {
    const db = stored(openDatabase({ file, key, kind }));
    db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('mark', 'texto do cliente');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
  }

  it('creates it with its folder, and finds it again', () => {
    const file = newFile();
    filled(file);
    const db = stored(openDatabase({ file, key, kind }));
    expect(db.prepare("SELECT value FROM meta WHERE key = 'mark'").pluck().get()).toBe('texto do cliente');
    db.close();
  });

  it('writes ahead, keeps foreign keys, and waits for the disk where the data is the only copy', () => {
    const db = stored(openDatabase({ file: newFile(), key, kind }));
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(db.pragma('synchronous', { simple: true })).toBe(kind === 'user' ? 2 : 1);
    db.close();
  });

  it('leaves nothing readable on the disk', () => {
    const file = newFile();
    filled(file);
    for (const name of readdirSync(join(file, '..'))) {
      const bytes = readFileSync(join(file, '..', name));
      expect(bytes.includes('texto do cliente')).toBe(false);
      expect(bytes.includes('CREATE TABLE')).toBe(false);
      expect(bytes.includes(Buffer.from(key).toString('hex'))).toBe(false);
    }
  });

  it('refuses another key, and no key, as a wrong key', () => {
    const file = newFile();
    filled(file);
    const before = readFileSync(file);
    expect(openDatabase({ file, key: randomBytes(32), kind })).toEqual({ ok: false, reason: 'wrong-key' });
    expect(openDatabase({ file, key: null, kind })).toEqual({ ok: false, reason: 'wrong-key' });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('refuses a key for a file that was never encrypted', () => {
    const file = newFile();
    stored(openDatabase({ file, key: null, kind })).close();
    expect(openDatabase({ file, key, kind })).toEqual({ ok: false, reason: 'wrong-key' });
    stored(openDatabase({ file, key: null, kind })).close();
  });

  it('refuses a file from a newer version and leaves it as it is', () => {
    const file = newFile();
    filled(file);
    const db = new Database(file);
    db.pragma("cipher='chacha20'");
    db.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
    db.pragma('user_version = 9000');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const before = readFileSync(file);
    expect(openDatabase({ file, key, kind })).toMatchObject({ ok: false, reason: 'newer-database', found: 9000 });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it.each([
    ['random bytes', (file: string) => writeFileSync(file, randomBytes(40_000))],
    ['half of its first page', (file: string) => truncateSync(file, 2_000)],
    ['text', (file: string) => writeFileSync(file, 'not a database at all '.repeat(500))],
  ])('refuses %s as corrupt', (_what, damage) => {
    const file = newFile();
    filled(file);
    damage(file);
    expect(openDatabase({ file, key, kind })).toEqual({ ok: false, reason: 'corrupt' });
  });

  it('takes an empty file for a new one', () => {
    const file = newFile();
    mkdirSync(join(file, '..'));
    writeFileSync(file, '');
    stored(openDatabase({ file, key, kind })).close();
  });

  it('says when the folder cannot be made', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'taken'), '');
    const refused = openDatabase({ file: join(folder, 'taken', 'x.db'), key, kind });
    expect(refused).toEqual({ ok: false, reason: 'disk' });
  });

  it('says when the file is a folder', () => {
    const file = newFile();
    mkdirSync(file, { recursive: true });
    rmSync(`${file}.key-mark`, { force: true });
    expect(openDatabase({ file, key, kind })).toMatchObject({ ok: false, reason: 'disk' });
  });
});

describe('setting a file aside', () => {
  it('moves it with all that belongs to it, so that a new one can take its place', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'cache.db');
    stored(openDatabase({ file, key, kind: 'cache' })).close();
    expect(setAside(file, 1_700_000_000_000)).toBe(join(folder, 'cache.corrupt-1700000000000.db'));
    expect(readdirSync(folder).filter((name) => name.startsWith('cache.db'))).toEqual([]);
    stored(openDatabase({ file, key: randomBytes(32), kind: 'cache' })).close();
  });
});
