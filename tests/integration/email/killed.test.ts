import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import { type Program, startProgram } from '../../e2e/harness/program.ts';
import { openDesktop } from '../../simulators/desktop.ts';
import { startMailServers } from '../../simulators/mail/mail-servers.ts';
import { emailOf, PASSWORD } from '../harness.ts';
import { mailOf } from './email-desk.ts';

const main = join(import.meta.dirname, '..', '..', '..', 'src-backend', 'main.ts');
const MAILS = 20;

it('mail that comes while the backend is killed again and again is there once each', async () => {
  const servers = await startMailServers();
  const folder = await mkdtemp(join(tmpdir(), 'turno-email-'));
  const address = `morto${process.pid}@loja.test`;
  await servers.addMailbox(address);
  const file = join(folder, 'workspace.json');
  const server = { host: '127.0.0.1', secure: 'none' };
  await writeFile(
    file,
    JSON.stringify({
      workspace: { name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' },
      departments: [{ name: 'Suporte', distribution: 'manual' }],
      people: [
        { name: 'Ana Souza', email: emailOf('Ana Souza'), password: PASSWORD, role: 'agent', departments: ['Suporte'] },
      ],
      connections: [
        {
          channel: 'email',
          name: 'E-mail',
          department: 'Suporte',
          address,
          user: address,
          password: servers.password,
          imap: { ...server, port: servers.imapPort },
          smtp: { ...server, port: servers.smtpPort },
          sinceDays: 1,
        },
      ],
    }),
  );
  const start = () =>
    startProgram(main, ['--port', '0', '--provision', file, '--data', join(folder, 'data')], {
      DATABASE_URL: '',
      TURNO_LOG: process.env.TURNO_TEST_LOG ?? 'fatal',
    });
  let program: Program = await start();
  const deliveries = (async () => {
    for (let n = 0; n < MAILS; n++) {
      const from = `pessoa${n}@casa.test`;
      await servers.deliver({ from, to: address, raw: mailOf(address, { from, text: `mail ${n}` }) });
    }
  })();
  for (let kill = 0; kill < 2; kill++) {
    await new Promise((done) => setTimeout(done, 700 + Math.random() * 900));
    await program.kill();
    program = await start();
  }
  await deliveries;

  const { url } = z.object({ url: z.url() }).parse(program.said);
  const desktop = await openDesktop({ serverUrl: url });
  try {
    expect(await desktop.signIn(PASSWORD, emailOf('Ana Souza'))).toMatchObject({ ok: true });
    const filter = { tab: 'all' as const, status: 'open' as const, order: 'newest' as const, ...plainFilterLists };
    const { rows } = await desktop.until(
      'inbox.list',
      { filter, start: 0, count: 100 },
      (list) => list.rows.length >= MAILS,
      60_000,
    );
    const texts = Array.from({ length: MAILS }, (_one, n) => `mail ${n}`);
    expect(rows.map(({ preview }) => preview?.text).toSorted()).toEqual(texts.toSorted());
    expect(rows.map(({ unread }) => unread)).toEqual(texts.map(() => 1));
  } finally {
    await desktop[Symbol.asyncDispose]();
    await program.kill();
    await servers.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
