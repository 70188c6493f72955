import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activitySchema } from '../../src-shared/protocol/activity.ts';
import { contentSchema, referralSchema } from '../../src-shared/protocol/content.ts';
import { type LogItem, logItemSchema } from '../../src-shared/protocol/log.ts';
import { operationDefaults } from '../../src-shared/protocol/operation.ts';
import { arbitraryOf } from '../arbitrary/from-schema.ts';
import {
  makeConnection,
  makeContact,
  makeConversation,
  makeDepartment,
  makeMessage,
  makePerson,
} from '../simulators/backend/entities.ts';
import { createScriptedServer, type ScriptedServer } from '../simulators/backend/scripted-server.ts';
import { poisoned } from '../simulators/markup.ts';
import { protectByFile, signIn } from './harness/agent-window.ts';
import { type RunningDesktop, startDesktop } from './harness/desktop.ts';
import { openBrowser } from './harness.ts';

/**
 * Markup in every field of every entity in which the protocol lets words stand, taken from its schemas, at a real engine and
 * the built window in a real Chromium: all screens are walked through, and nothing of it may become a part of the page.
 */
const T0 = Date.now() - 60_000;

describe('Markup in every field', () => {
  let server: ScriptedServer;
  let browser: Browser;
  let desktop: RunningDesktop;
  let folder: string;
  let page: Page;
  const fields: string[] = [];
  /** What ran, asked, or was stopped by the window's policy. */
  const accidents: string[] = [];

  beforeAll(async () => {
    server = await createScriptedServer({ conversations: 0 });
    server.me = makePerson({ role: 'admin' });
    const items = world(fields);
    server.append((seq) => items.map((item) => numbered(item, seq)));
    folder = await mkdtemp(join(tmpdir(), 'turno-markup-'));
    browser = await openBrowser();
    desktop = await startDesktop({ serverUrl: server.url, folder, downloads: folder });
    const context = await browser.newContext({
      viewport: { width: 1366, height: 900 },
      locale: 'pt-BR',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(15_000);
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        console.error(`POLICY ${violatedDirective} ${blockedURI}`),
      );
    });
    page = await context.newPage();
    page.on('dialog', (dialog) => {
      accidents.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      if (/POLICY|Content Security Policy/.test(message.text())) accidents.push(message.text());
    });
    page.on('pageerror', (error) => accidents.push(`error ${error.message}`));
    await page.goto(desktop.url);
    await signIn(page, 'ana@aurora.example', server.password);
    await protectByFile(page);
    await page.getByRole('tab', { name: /^Todos/ }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await desktop?.program.end();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const seen = new Set<number>();
  /** What is on the screen now, in words and in what stands behind them. */
  async function look(where: string): Promise<void> {
    const found = await page.evaluate(() => ({
      owned: document.querySelectorAll('[data-owned], [onerror], img[src="x"]').length,
      links: [...document.querySelectorAll('a[href], area[href], form[action], iframe[src]')]
        .map((one) => one.getAttribute('href') ?? one.getAttribute('src') ?? one.getAttribute('action') ?? '')
        .filter((address) => /^\s*(javascript|data|vbscript):/i.test(address)),
      words: [
        document.body.textContent,
        ...[...document.querySelectorAll('[title], [aria-label], input, textarea')].map(
          (one) => `${one.getAttribute('title')} ${one.getAttribute('aria-label')} ${'value' in one ? one.value : ''}`,
        ),
      ].join('\n'),
    }));
    expect(found.owned, where).toBe(0);
    expect(found.links, where).toEqual([]);
    for (const [, number] of found.words.matchAll(/data-owned=(\d+)/g)) seen.add(Number(number));
  }

  it('is shown as the words it is, in the inbox, the chat, the record and their dialogs', async () => {
    const cards = page.getByRole('listbox', { name: 'Lista de atendimentos' }).getByRole('option');
    await cards.first().waitFor();
    await look('inbox');
    await cards.first().click();
    const log = page.getByRole('log', { name: 'Mensagens' });
    await log.getByRole('article').last().waitFor();
    for (let up = 0; up < 12; up += 1) {
      // What a message says only when it is asked: earlier words, everybody of a mail, the provider's reason.
      for (const button of (await log.locator('button[aria-expanded="false"]').elementHandles()).slice(0, 8)) {
        const press = (when: string) =>
          button.evaluate((one, expanded) => {
            if (one instanceof HTMLElement && one.ariaExpanded === expanded) one.click();
          }, when);
        await press('false');
        await look('chat, opened');
        await press('true');
      }
      await look('chat');
      await log.evaluate((one) => one.scrollBy(0, -700));
      await page.waitForTimeout(60);
    }
    const panel = page.getByRole('complementary', { name: 'Contato' });
    for (const tab of await panel.getByRole('tab').all()) {
      await tab.click();
      await look('record');
    }
    for (const name of ['Transferir', 'Finalizar atendimento']) {
      await page.getByRole('button', { name, exact: true }).first().click();
      await page.waitForTimeout(300);
      await look(name);
      await page.keyboard.press('Escape');
      await page.waitForTimeout(100);
    }
    expect(accidents).toEqual([]);
  });

  it('is shown as the words it is in every section of the settings, in its editors, the history and the palette', async () => {
    await page.getByRole('button', { name: 'Configurações' }).click();
    const sections = page.getByRole('navigation', { name: 'Configurações' }).getByRole('button');
    await sections.first().waitFor();
    for (const section of await sections.all()) {
      await section.click();
      await page.waitForTimeout(350);
      await look((await section.textContent()) ?? '');
      const rows = page.getByRole('region').getByRole('list').getByRole('button');
      for (let row = 0; row < Math.min(await rows.count(), 2); row += 1) {
        await rows.nth(row).click();
        await page.waitForTimeout(100);
        await look(`${await section.textContent()}, opened`);
        await page.keyboard.press('Escape');
      }
    }
    await page.getByRole('button', { name: 'Histórico', exact: true }).click();
    await page.waitForTimeout(300);
    await look('history');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('img');
    await page.waitForTimeout(500);
    await look('palette');
    expect(accidents).toEqual([]);
    expect(await page.title()).toBe('Turno');
  });

  it('and every field was there to be seen, but for those that stand on no screen of these', () => {
    const shown = new Set([...seen].map((number) => fields[number]));
    const missing = [...new Set(fields)].filter((field) => !shown.has(field) && !ELSEWHERE.includes(field));
    expect(missing).toEqual([]);
  });
});

/**
 * Fields that reach none of these screens as words: addresses of links (which are looked at as links), what only other programs
 * read, and what is shown in a state that this shop is not in. Whatever is new is seen here, or has to be written down here.
 */
const ELSEWHERE: string[] = [
  'connection.connection.address',
  'connection.connection.capabilities.media.mimes',
  'connection.connection.problem.detail',
  'contact.contact.identities.address',
  'contactEvent.contactEvent.what.title',
  'field.field.choices',
  'message.message.activity.detail',
  'message.message.content.quoted',
  'message.message.content.url',
  'message.message.failure.detail',
  'message.message.referral.url',
  'person.person.presence.reason',
  'savedFilter.savedFilter.name',
  'suggestion.suggestion.reasons.value',
  'template.template.body.parameters.example',
  'template.template.body.text',
  'template.template.footer',
  'template.template.name',
  'template.template.reason',
  'template.template.unsupported',
];

/** One of every entity, of every content of a message and of every activity, words replaced by markup. */
function world(fields: string[]): LogItem[] {
  const made: unknown[] = [];
  const ids = {
    connectionId: 'c-chat',
    departmentId: 'd-suporte',
    contactId: 'k-1',
    conversationId: 'v-1',
    identityId: 'i-1',
    pipelineId: 'e-pipeline',
    fieldId: 'e-field',
    tagId: 'e-tag',
    reasonId: 'e-reason',
  };
  const known = new Map(Object.entries(ids));
  const choices = {
    id: (path: readonly string[]) =>
      fc.constant(known.get(path.at(-1) ?? '') ?? (path.length > 2 ? `e-${path.at(-2)}` : 'p-ana')),
    words: () => fc.constant('palavras'),
  };
  const draw = (schema: Parameters<typeof arbitraryOf>[0], count = 1): unknown[] =>
    fc.sample(arbitraryOf(schema, choices), { numRuns: count, seed: 7 });
  const poison = (schema: Parameters<typeof poisoned>[0], value: unknown, name: string) =>
    made.push(poisoned(schema, value, name, fields));

  const add = (item: LogItem) => {
    const option = logItemSchema.options.find(({ shape }) => shape.type.value === item.type);
    if (option !== undefined) poison(option, item, item.type);
  };
  add({ type: 'person', person: makePerson({ role: 'admin' }) });
  add({ type: 'department', department: makeDepartment() });
  add({
    type: 'connection',
    connection: { ...makeConnection(), problem: { code: '190', detail: 'palavras', since: T0 } },
  });
  add({
    type: 'operation',
    operation: {
      ...operationDefaults,
      id: 'o',
      timeZone: 'America/Sao_Paulo',
      version: 1,
      holidays: [{ date: '2026-12-25', name: 'Natal', hours: [] }],
    },
  });
  const own = new Set([
    'person',
    'department',
    'connection',
    'operation',
    'contact',
    'conversation',
    'message',
    'enter',
    'leave',
  ]);
  for (const option of logItemSchema.options) {
    const type = option.shape.type.value;
    if (own.has(type)) continue;
    const [drawn] = draw(option);
    if (typeof drawn !== 'object' || drawn === null) continue;
    const entity: unknown = Reflect.get(drawn, type);
    poison(option, { ...drawn, [type]: { ...Object(entity), id: `e-${type}`, removed: false, active: true } }, type);
  }
  add({
    type: 'contact',
    contact: makeContact({
      tagIds: ['e-tag'],
      fields: { 'e-field': 'palavras' },
      notes: [{ id: 'n-1', text: 'palavras', authorId: 'p-ana', at: T0 }],
      deals: [
        {
          id: 'deal-1',
          title: 'palavras',
          pipelineId: 'e-pipeline',
          stageId: 's-1',
          amount: 100,
          state: 'open',
          createdAt: T0,
          updatedAt: T0,
        },
      ],
    }),
  });
  add({
    type: 'conversation',
    conversation: makeConversation({
      createdAt: T0,
      lastActivityAt: T0 + 50_000,
      lastInboundAt: T0 + 50_000,
      lastMessage: { id: 'm-1', direction: 'inbound', kind: 'text', text: 'palavras', at: T0, status: null },
    }),
  });
  let position = 1;
  const message = (change: Partial<Parameters<typeof makeMessage>[0]>) => {
    position += 1;
    add({
      type: 'message',
      message: makeMessage({ createdAt: T0 + position * 100, ...change, id: `m-${position}`, position }),
    });
  };
  message({ edits: [{ text: 'palavras', at: T0 }], quotedMessageId: 'm-1' });
  message({ direction: 'note', authorId: 'p-ana', mentionIds: ['p-ana'] });
  message({
    direction: 'outbound',
    authorId: 'p-ana',
    status: 'failed',
    failure: { code: '131047', detail: 'palavras' },
  });
  message({ kind: 'unknown', text: null, unknownKind: 'palavras' });
  const file = {
    id: 'media',
    mime: 'application/pdf',
    bytes: 10,
    name: 'palavras',
    width: null,
    height: null,
    state: 'ready' as const,
    thumbnail: null,
    voice: false,
  };
  message({ kind: 'document', media: file, attachments: [file] });
  const kinds: Record<string, Parameters<typeof message>[0]['kind']> = {
    location: 'location',
    contacts: 'contacts',
    order: 'order',
    template: 'template',
    sticker: 'sticker',
    reply: 'interactive',
  };
  for (const option of contentSchema.options) {
    for (const drawn of draw(option, 2)) {
      const content = contentSchema.safeParse(drawn).data;
      if (content !== undefined) message({ kind: kinds[content.type] ?? 'text', content });
    }
  }
  for (const drawn of draw(activitySchema, 60)) {
    const activity = activitySchema.safeParse(drawn).data;
    if (activity !== undefined) message({ direction: 'activity', kind: 'activity', text: null, activity });
  }
  for (const drawn of draw(referralSchema, 3)) message({ referral: referralSchema.safeParse(drawn).data ?? null });
  return made.map((item) => logItemSchema.parse(item));
}

/** With the position that it has in the log as its version. */
function numbered(item: LogItem, seq: number): LogItem {
  const entity: unknown = Reflect.get(item, item.type);
  return logItemSchema.parse({ ...item, [item.type]: { ...Object(entity), version: seq } });
}
