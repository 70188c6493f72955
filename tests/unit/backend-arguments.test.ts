import { expect, test } from 'vitest';
import { DEFAULT_PORT, parseBackendArguments } from '../../src-backend/cli.ts';

test('without arguments the backend is embedded and reached from this machine only', () => {
  expect(parseBackendArguments([], {})).toEqual({
    ok: true,
    value: {
      task: { kind: 'serve' },
      port: DEFAULT_PORT,
      host: '127.0.0.1',
      store: { kind: 'embedded', folder: 'data/backend' },
      provision: null,
    },
  });
});

test('port, folder and provision file are taken from the arguments', () => {
  const result = parseBackendArguments(
    ['--port', '0', '--data', 'x', '--provision=shop.json', '--host', '0.0.0.0'],
    {},
  );
  expect(result).toMatchObject({
    ok: true,
    value: { port: 0, host: '0.0.0.0', store: { kind: 'embedded', folder: 'x' }, provision: 'shop.json' },
  });
});

test('DATABASE_URL chooses a server', () => {
  const url = 'postgres://turno:secret@db/turno';
  expect(parseBackendArguments([], { DATABASE_URL: url })).toMatchObject({
    ok: true,
    value: { store: { kind: 'server', url } },
  });
});

test('a backup and a restore name the file, and the folder in one spelling', () => {
  expect(parseBackendArguments(['--backup', 'b.tar.gz', '--data', 'x/'], {})).toMatchObject({
    ...{ ok: true, value: { task: { kind: 'backup', folder: 'x', file: 'b.tar.gz' } } },
  });
  expect(parseBackendArguments(['--restore', 'b.tar.gz'], {})).toMatchObject({
    ...{ ok: true, value: { task: { kind: 'restore', folder: 'data/backend', file: 'b.tar.gz' } } },
  });
  expect(parseBackendArguments(['--restored'], { DATABASE_URL: 'postgres://db/x' })).toMatchObject({
    ...{ ok: true, value: { task: { kind: 'another-log' } } },
  });
});

test.each([
  [['--port', 'http'], {}, /--port takes a number/],
  [['--port', '70000'], {}, /--port takes a number/],
  [['--prot', '1'], {}, /--prot/],
  [['serve'], {}, /serve/],
  [['--data='], {}, /--data needs a value/],
  [['--data', 'x'], { DATABASE_URL: 'postgres://db/x' }, /DATABASE_URL names a server/],
  [['--backup', 'a', '--restore', 'b'], {}, /different tasks/],
  [['--backup', 'a', '--port', '1'], {}, /for a backend that serves/],
  [['--restore', 'a'], { DATABASE_URL: 'postgres://db/x' }, /pg_dump/],
  [['--restored'], {}, /for a server/],
  [[], { DATABASE_URL: 'mysql://db' }, /must begin with postgres/],
])('%j with %j is refused with a reason and the usage', (args, environment, expected) => {
  const result = parseBackendArguments(args, environment);
  expect(result).toMatchObject({ ok: false, reason: 'invalid-arguments', words: expect.stringMatching(expected) });
  expect(result.ok ? '' : result.words).toContain('Usage:');
});

test('a refused DATABASE_URL is not repeated, since it holds a password', () => {
  const result = parseBackendArguments([], { DATABASE_URL: 'mysql://root:hunter2@db' });
  expect(JSON.stringify(result)).not.toContain('hunter2');
});

test('--help gives the usage', () => {
  expect(parseBackendArguments(['--help'], {})).toMatchObject({ ok: false, reason: 'help' });
});
