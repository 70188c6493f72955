import { createHmac, randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { demoWorkspace } from '../e2e/harness/backend.ts';
import { startProgram } from '../e2e/harness/program.ts';
import { makeTemplate } from '../e2e/harness/template.ts';
import { openBrowser, openProduct } from '../e2e/harness.ts';
import { startPostgres } from '../integration/postgres-server.ts';
import { type BenchResult, benchResult, now, pause, percentile } from './figures.ts';
import { type PaintedTexts, watchTexts } from './painted-texts.ts';

const MESSAGES = Number(process.env.TURNO_BENCH_MESSAGES ?? 300);
const WARM_UP = 40;
/** The two ways take turns in blocks, so that a busy moment of the machine meets both. */
const BLOCK = 20;
const TEMPLATE = join(import.meta.dirname, '..', '..', '.turno', 'bench', 'template');

const numberSchema = z.object({
  connections: z.tuple([z.object({ phoneNumberId: z.string(), appSecret: z.string() })]).rest(z.unknown()),
});

/**
 * From a signed WhatsApp webhook until its text is painted in the window of the agent who has the conversation open,
 * against the bare path in the same run (see `bare-server.ts`). Backend on PGlite, or on a PostgreSQL server that commits to
 * the disk; desktop in the Chromium shell.
 */
export default async function delivery({ postgres }: { postgres: boolean }): Promise<BenchResult> {
  await using server = postgres ? await openServer() : null;
  if (server === null) {
    await rm(TEMPLATE, { recursive: true, force: true });
    await makeTemplate(TEMPLATE);
  }
  await using product = await openProduct(server ?? TEMPLATE);
  const { connections } = numberSchema.parse(JSON.parse(await readFile(demoWorkspace, 'utf8')));
  const [{ phoneNumberId, appSecret }] = connections;
  const ana = await product.agent('Ana Souza', { direct: true });
  const webhook = `${product.backend().url}/webhooks/whatsapp`;
  const send = (text: string) => {
    const body = JSON.stringify(messageOf(phoneNumberId, text));
    const signature = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
    return post(webhook, body, { 'x-hub-signature-256': signature });
  };
  await send('Bom dia!');
  await ana.open('Marcos Leal');
  await ana.message('Bom dia!').waitFor();
  const watched = await watchTexts(ana.page);

  const bareProgram = await startProgram(join(import.meta.dirname, 'bare-server.ts'), [
    server?.databaseUrl ?? join(product.folder, 'bare'),
  ]);
  const { url } = z.object({ url: z.url() }).parse(bareProgram.said);
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto(url);
  const sendBare = (text: string) => post(`${url}/webhook`, JSON.stringify({ text }), {});
  await pause(500);
  const bare = await watchTexts(page);

  const times: number[] = [];
  const floors: number[] = [];
  for (let block = 0; block * BLOCK < WARM_UP + MESSAGES; block += 1) {
    const kept = block * BLOCK >= WARM_UP;
    const measured = await measure(watched, send, BLOCK);
    const floor = await measure(bare, sendBare, BLOCK);
    if (!kept) continue;
    times.push(...measured);
    floors.push(...floor);
  }
  await browser.close();
  await bareProgram.kill();
  const of = (values: number[]) => ({ p50: percentile(values, 0.5), p99: percentile(values, 0.99) });
  const [figures, floor] = [of(times), of(floors)];
  return benchResult({
    name: postgres ? 'delivery --postgres' : 'delivery',
    figures,
    floor,
    ratio: { p50: figures.p50 / floor.p50, p99: figures.p99 / floor.p99 },
    budget: { p50: 2, p99: 3 },
  });
}

async function openServer(): Promise<{ databaseUrl: string } & AsyncDisposable> {
  const server = await startPostgres({ durable: true });
  return { databaseUrl: server.url, [Symbol.asyncDispose]: () => server.stop() };
}

async function measure(painted: PaintedTexts, send: (text: string) => Promise<void>, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const text = `entrega ${randomUUID()}`;
    const seen = painted.at(text);
    // Not in step with the screen's frames; long enough for what a message brings after itself (its read mark) to end.
    await pause(100 + Math.random() * 50);
    const began = now();
    await send(text);
    times.push((await seen) - began);
  }
  return times;
}

const agent = new Agent({ keepAlive: true });

function post(address: string, body: string, headers: Record<string, string>): Promise<void> {
  return new Promise((done, fail) => {
    const call = request(
      address,
      { method: 'POST', agent, headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        response.resume();
        response.once('end', () => {
          if (response.statusCode === 200) done();
          else fail(new Error(`${address} answered ${response.statusCode}`));
        });
      },
    );
    call.once('error', fail);
    call.end(body);
  });
}

const messageOf = (phoneNumberId: string, text: string) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '102290129340398',
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '551140000000', phone_number_id: phoneNumberId },
            contacts: [{ profile: { name: 'Marcos Leal' }, wa_id: '5511987650001' }],
            messages: [
              {
                from: '5511987650001',
                id: `wamid.${randomUUID()}`,
                timestamp: String(Math.floor(Date.now() / 1000)),
                type: 'text',
                text: { body: text },
              },
            ],
          },
        },
      ],
    },
  ],
});
