import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Program, startProgram } from '../../e2e/harness/program.ts';
import { type Desktop, openDesktop } from '../../simulators/desktop.ts';
import { enterShop } from '../../simulators/visitor.ts';
import { emailOf, PASSWORD } from '../harness.ts';
import { conversationOf, messagesIn } from '../product/inbox.ts';

const main = join(import.meta.dirname, '..', '..', '..', 'src-backend', 'main.ts');
const environment = { DATABASE_URL: '', TURNO_LOG: 'fatal' };
const shop = {
  workspace: { name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' },
  departments: [{ name: 'Suporte', distribution: 'automatic' }],
  people: [
    {
      ...{ name: 'Ana Souza', email: emailOf('Ana Souza'), password: PASSWORD, role: 'agent' },
      departments: ['Suporte'],
    },
  ],
  connections: [{ channel: 'livechat', name: 'Chat do site', department: 'Suporte' }],
};

/** `npm run backend -- …` for a task that ends: how it ended, and what it said to whom. */
async function run(...args: string[]): Promise<{ code: number | null; answer: string; words: string }> {
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [answer, words] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, answer, words };
}

describe('backup and restore from the command line', () => {
  let home = '';
  let programs: Program[] = [];
  let desktops: Desktop[] = [];
  const place = (name: string) => join(home, name);

  async function serve(folder: string, ...args: string[]): Promise<string> {
    const program = await startProgram(main, ['--port', '0', '--data', folder, ...args], environment);
    programs.push(program);
    return z.object({ url: z.url() }).parse(program.said).url;
  }

  async function ana(url: string): Promise<Desktop> {
    const desktop = await openDesktop({ serverUrl: url });
    desktops.push(desktop);
    expect(await desktop.signIn(PASSWORD, emailOf('Ana Souza'))).toMatchObject({ ok: true });
    await desktop.online();
    return desktop;
  }

  const wordsIn = async (desktop: Desktop, conversationId: string) =>
    (await messagesIn(desktop, conversationId)).map((message) => message.text);

  let url = '';
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'turno-backup-command-'));
    await writeFile(place('shop.json'), JSON.stringify(shop));
    url = await serve(place('data'), '--provision', place('shop.json'));
  });
  afterAll(async () => {
    for (const desktop of desktops) await desktop[Symbol.asyncDispose]();
    for (const program of programs) await program.kill();
    [desktops, programs] = [[], []];
    await rm(home, { recursive: true, force: true });
  });

  test('what was written is there on a backend that starts from a backup made while the first one served', async () => {
    const page = await (await fetch(`${url}/demo/shop`)).text();
    const mariana = await enterShop(url, /data-connection="([^"]+)"/.exec(page)?.[1] ?? '');
    await mariana.says('Meu pedido não chegou');
    const desktop = await ana(url);
    await desktop.act('server.presence.set', { state: 'available', reason: null });
    const conversationId = await conversationOf(desktop, 'Meu pedido não chegou');
    await desktop.until('conversation', { conversationId }, (shown) => shown?.assigneeId != null);
    const answer = { conversationId, text: 'Chega hoje', mediaId: null, quotedMessageId: null };
    await desktop.act('server.message.send', answer);
    await expect.poll(() => mariana.heard()).toContain('Chega hoje');

    const made = await run('--data', place('data'), '--backup', place('one.tar.gz'));
    expect(made).toMatchObject({ code: 0, words: '' });
    const backup = { backup: place('one.tar.gz'), bytes: expect.any(Number), madeAt: expect.any(String) };
    expect(JSON.parse(made.answer)).toEqual(backup);
    // The first one served on, and what came after the backup is not in it.
    await mariana.says('depois da cópia');
    await conversationOf(desktop, 'depois da cópia');
    mariana.leave();

    const restored = await run('--data', place('again'), '--restore', place('one.tar.gz'));
    expect(restored).toMatchObject({ code: 0, words: '' });
    expect(JSON.parse(restored.answer)).toEqual({ restored: place('again'), madeAt: expect.any(String) });
    const again = await ana(await serve(place('again')));
    await conversationOf(again, 'Chega hoje');
    expect(await wordsIn(again, conversationId)).toEqual(['Meu pedido não chegou', 'Chega hoje']);
    await again.act('server.note.add', { conversationId, text: 'continua', mentionIds: [] });
    await again.until('outbox', {}, ({ pending, conflicts }) => pending.length + conflicts.length === 0);
    expect(await wordsIn(again, conversationId)).toContain('continua');
  }, 120_000);

  test('what cannot be done is said in a sentence, with an exit code of its own, and nothing is touched', async () => {
    const archive = await readFile(place('one.tar.gz'));
    await writeFile(place('short.tar.gz'), archive.subarray(0, archive.length >> 1));
    await writeFile(place('holiday.zip'), 'PK pictures of the sea');
    await writeFile(place('taken.tar.gz'), 'somebody’s');
    const [data, again] = [place('data'), place('again')];
    const fresh = (use: string) => ['--data', place(`fresh-${use}`)];
    const files = () => readdir(home);
    const before = await files();
    const refused = [
      [['--data', place('nowhere'), '--backup', place('x')], `There is no database in ${place('nowhere')}`],
      [['--data', data, '--backup', place('taken.tar.gz')], `${place('taken.tar.gz')} exists and was not touched`],
      [['--data', again, '--restore', place('one.tar.gz')], `${again} is not empty and was not touched`],
      [['--data', data, '--backup', join(place('gone'), 'x')], `open '${place('gone')}`],
      [[...fresh('short'), '--restore', place('short.tar.gz')], 'is damaged or not whole; nothing was changed'],
      [[...fresh('else'), '--restore', place('holiday.zip')], 'is not a backup of Turno; nothing was changed'],
      [[...fresh('none'), '--restore', place('gone.tar.gz')], `open '${place('gone.tar.gz')}'`],
      [[...fresh('folder'), '--restore', data], 'Nothing was done: EISDIR'],
      [[...fresh('serving'), '--restore', place('one.tar.gz'), '--port', '0'], 'are for a backend that serves'],
    ] as const;
    const outcomes = await Promise.all(refused.map(([args]) => run(...args)));
    for (const [index, [args, words]] of refused.entries()) {
      expect(outcomes[index], args.join(' ')).toEqual({ code: 2, answer: '', words: expect.stringContaining(words) });
      expect(outcomes[index]?.words.split('\n')[0]).toContain(words);
    }
    expect(await readFile(place('taken.tar.gz'), 'utf8')).toBe('somebody’s');
    // Of the first a backup was asked that nobody could take: its copy goes, and it serves on.
    await expect.poll(files, { timeout: 10_000 }).toEqual(before);
    expect(programs[0]?.running(), programs[0]?.errors()).toBe(true);
  }, 120_000);

  test('a second backend on a folder in use does not start', async () => {
    const second = await run('--port', '0', '--data', place('data'));
    expect(second).toMatchObject({ code: 3, answer: '' });
    expect(second.words).toContain(`Another backend has the database in ${place('data')} open`);
  });
});
