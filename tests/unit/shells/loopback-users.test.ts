import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { isStranger, peerUser } from '../../../src-main/chromium/loopback/peer.ts';
import { ask, start } from './loopback.ts';

test('another user of the machine, who can read the browser’s command line, gets no cookie and spends no token', async () => {
  let user: number | null = 4_294_967;
  const server = await start({ userOf: () => user });
  const { pathname, search } = new URL(server.launchUrl());
  const refused = await ask(server, `${pathname}${search}`);
  expect(refused.status).toBe(403);
  expect(refused.headers['set-cookie']).toBeUndefined();
  user = null;
  expect((await ask(server, `${pathname}${search}`)).status).toBe(303);
});

test('who is at the other end is read from the system’s own table', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:9C40 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1000        0 1 1 0000000000000000',
    '   1: 0100007F:C001 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0000000000000000',
  ].join('\n');
  expect(peerUser({ localPort: 0x9c40, remotePort: 0xc001 }, () => table)).toBe(1001);
  expect(peerUser({ localPort: 0x9c40, remotePort: 0xc002 }, () => table)).toBeNull();
  expect(peerUser({ localPort: 0x9c40, remotePort: 0xc001 }, () => '')).toBeNull();
  expect([isStranger(1001, 1000), isStranger(1000, 1000), isStranger(null, 1000), isStranger(0, 1000)]).toEqual([
    ...[true, false, false, false],
  ]);
});

// Only root may run a program as somebody else.
test.runIf(process.getuid?.() === 0 && process.platform === 'linux')(
  'a program of another user is refused at the launch address, and then the window is let in',
  async () => {
    const server = await start();
    const url = server.launchUrl();
    const script = `fetch(${JSON.stringify(url)}, { redirect: 'manual' }).then((answer) => process.stdout.write(String(answer.status)))`;
    const nobody = { uid: 65_534, gid: 65_534, cwd: '/' };
    const { stdout } = await promisify(execFile)('curl', ['-s', '-w', '\n%{http_code}', url], nobody).catch(() =>
      promisify(execFile)(process.execPath, ['-e', script], nobody),
    );
    expect(stdout.split('\n').at(-1)).toBe('403');
    const { pathname, search } = new URL(url);
    expect((await ask(server, `${pathname}${search}`)).status).toBe(303);
  },
);
