import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type DemoCustomers, startDemoCustomers } from '../../simulators/customers/demo.ts';
import { loadDialogues } from '../../simulators/customers/dialogue.ts';
import { createCustomerPlayer } from '../../simulators/customers/player.ts';
import { createSocialLines } from '../../simulators/customers/social.ts';
import { systemClock } from '../../simulators/customers/transport.ts';
import { createWhatsAppLines, whatsAppIdOf } from '../../simulators/customers/whatsapp.ts';

const provision: unknown = JSON.parse(
  readFileSync(new URL('../../../src-backend/demo/workspace.json', import.meta.url), 'utf8'),
);
const directWebhook = z.object({
  object: z.enum(['instagram', 'page']),
  entry: z.array(
    z.object({
      messaging: z.array(
        z.object({
          sender: z.object({ id: z.string() }),
          message: z
            .object({
              text: z.string().optional(),
              is_echo: z.boolean().optional(),
              attachments: z
                .array(z.object({ type: z.string(), payload: z.object({ url: z.string().optional() }) }))
                .optional(),
              reply_to: z.object({ story: z.object({ url: z.string() }).optional() }).optional(),
            })
            .optional(),
          reaction: z.object({ mid: z.string(), emoji: z.string() }).optional(),
        }),
      ),
    }),
  ),
});
const webhook = z.object({
  entry: z.array(
    z.object({
      changes: z.array(
        z.object({
          value: z.object({
            metadata: z.object({ phone_number_id: z.string() }),
            messages: z
              .array(
                z.object({
                  from: z.string(),
                  type: z.string(),
                  text: z.object({ body: z.string() }).optional(),
                  referral: z.object({ headline: z.string() }).optional(),
                }),
              )
              .optional(),
          }),
        }),
      ),
    }),
  ),
});
type Direct = z.infer<typeof directWebhook>['entry'][number]['messaging'][number] & { product: 'instagram' | 'page' };
type Arrival = { phoneNumberId: string; from: string; type: string; text: string | null; isReferred: boolean };

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A business that only keeps what its webhook brings. */
async function business(): Promise<{ url: string; callbackUrl: string; arrivals: Arrival[]; directs: Direct[] }> {
  const arrivals: Arrival[] = [];
  const directs: Direct[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      if (request.url !== '/webhooks/whatsapp') {
        const { object: product, entry } = directWebhook.parse(body);
        directs.push(...entry.flatMap(({ messaging }) => messaging.map((item) => ({ ...item, product }))));
        response.end();
        return;
      }
      for (const { changes } of webhook.parse(body).entry) {
        for (const { value } of changes) {
          for (const { from, type, text, referral } of value.messages ?? []) {
            const isReferred = referral !== undefined;
            arrivals.push({
              phoneNumberId: value.metadata.phone_number_id,
              from,
              type,
              text: text?.body ?? null,
              isReferred,
            });
          }
        }
      }
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  return { url, callbackUrl: `${url}/webhooks/whatsapp`, arrivals, directs };
}

async function demo(options: Partial<Parameters<typeof startDemoCustomers>[0]>): Promise<DemoCustomers> {
  const customers = await startDemoCustomers({ provision, seed: 3, ...options });
  closing.push(customers.close);
  return customers;
}

async function until(condition: () => boolean): Promise<void> {
  const patience = Date.now() + 15_000;
  while (!condition()) {
    if (Date.now() > patience) throw new Error('it did not happen in 15 s');
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

test('a customer writes through the Graph API’s stand-in and answers what the business asks there', async () => {
  const { callbackUrl, arrivals } = await business();
  const { api } = await demo({});
  api.setCallback(callbackUrl);
  const dialogue = loadDialogues().find(({ id }) => id === 'caixa-violada');
  if (!dialogue) throw new Error('the dialogue is gone');
  const connect = createWhatsAppLines({ network: api, numberOf: () => '106540352242922' });
  const player = createCustomerPlayer({
    dialogue,
    transport: connect(dialogue),
    clock: systemClock,
    seed: 1,
    pace: 0.005,
  });
  closing.push(async () => player.stop());
  player.start();
  await until(() => arrivals.some(({ type }) => type === 'image') && player.state() === 'listening');
  const waId = whatsAppIdOf(dialogue.persona.phone);
  expect(arrivals[0]).toMatchObject({ phoneNumberId: '106540352242922', from: waId });

  const response = await fetch(`${api.graphUrl}/106540352242922/messages`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo-only-access-token', 'content-type': 'application/json' },
    body: JSON.stringify({
      messaging_product: 'whatsapp',
      to: waId,
      type: 'text',
      text: { body: 'Oi Cristiane! Qual o número do pedido?' },
    }),
  });
  expect(response.status).toBe(200);
  const order = dialogue.facts.order ?? 'unknown';
  await until(() => arrivals.some(({ text }) => text?.includes(order)));
  await api.settled();
});

test('a customer sends voice notes, places and cards, says which advert brought them, and likes good news', async () => {
  const { callbackUrl, arrivals } = await business();
  const { api } = await demo({});
  api.setCallback(callbackUrl);
  const dialogue = loadDialogues().find(({ id }) => id === 'atacado-uniformes');
  if (!dialogue) throw new Error('the dialogue is gone');
  const line = createWhatsAppLines({ network: api, numberOf: () => '106540352242922' })(dialogue);
  const heard: string[] = [];
  const hangUp = line.onAgentText((text) => heard.push(text));
  closing.push(async () => hangUp());
  await line.writeText('Bom dia!');
  await line.writeText('Vi o anúncio');
  for (const thing of ['voz-explica', 'lugar-casa', 'contato-vizinha', 'figurinha-sorriso'] as const)
    await line.send(thing);
  await api.settled();
  expect(arrivals.map(({ type }) => type)).toEqual(['text', 'text', 'audio', 'location', 'contacts', 'sticker']);
  expect(arrivals.map(({ isReferred }) => isReferred).slice(0, 2)).toEqual([true, false]);

  const response = await fetch(`${api.graphUrl}/106540352242922/messages`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo-only-access-token', 'content-type': 'application/json' },
    body: JSON.stringify({
      messaging_product: 'whatsapp',
      to: whatsAppIdOf(dialogue.persona.phone),
      type: 'text',
      text: { body: 'Pronto, já enviei a proposta.' },
    }),
  });
  expect(response.status).toBe(200);
  await until(() => arrivals.at(-1)?.type === 'reaction');
  expect(heard).toEqual(['Pronto, já enviei a proposta.']);
});

test('the demo’s customers come by themselves, those of Vendas to the number of Vendas', async () => {
  const { url, arrivals, directs } = await business();
  const customers = await demo({ backendUrl: url, pace: 0.002, arrivalMs: 1_000, atOnce: 30 });
  await until(() => new Set(arrivals.map(({ from }) => from)).size >= 20);
  const people = () => new Set(directs.flatMap(({ message, sender }) => (message === undefined ? [] : [sender.id])));
  await until(() => people().size >= 3);
  customers.stop();
  expect(new Set(directs.map(({ product }) => product))).toEqual(new Set(['instagram', 'page']));
  const departmentOf = new Map(loadDialogues().map((d) => [whatsAppIdOf(d.persona.phone), d.department]));
  for (const { from, phoneNumberId } of arrivals) {
    expect(phoneNumberId).toBe(departmentOf.get(from) === 'Vendas' ? '106540352242923' : '106540352242922');
  }
  expect(new Set(arrivals.map(({ phoneNumberId }) => phoneNumberId)).size).toBe(2);
});

test('a customer on Instagram answers a story, sends several pictures in one message, and loves good news', async () => {
  const { url, directs } = await business();
  const { social } = await demo({});
  social.setCallback('instagram', `${url}/webhooks/instagram`);
  const accountId = '17841405309211844';
  const dialogue = loadDialogues().find(({ id }) => id === 'direct-story-tenis');
  if (!dialogue) throw new Error('the dialogue is gone');
  const line = createSocialLines({ network: social, accountOf: () => accountId })(dialogue);
  const heard: string[] = [];
  const hangUp = line.onAgentText((text) => heard.push(text));
  closing.push(async () => hangUp());
  await line.writeText('esse aqui ainda tem?');
  await line.writeText('calço 36');
  await line.writeImages(['tenis.jpg', 'etiqueta.jpg'], 'é esse');
  await social.settled();
  expect(directs.map(({ message }) => message?.text)).toEqual([
    'esse aqui ainda tem?',
    'calço 36',
    undefined,
    'é esse',
  ]);
  const [answer, , pictures] = directs.map(({ message }) => message);
  const story = await fetch(answer?.reply_to?.story?.url ?? '');
  expect([story.status, story.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect(pictures?.attachments?.map(({ type }) => type)).toEqual(['image', 'image']);

  const response = await fetch(`${social.graphUrl}/${accountId}/messages`, {
    method: 'POST',
    headers: { authorization: 'Bearer demo-only-access-token', 'content-type': 'application/json' },
    body: JSON.stringify({
      recipient: { id: directs[0]?.sender.id },
      messaging_type: 'RESPONSE',
      message: { text: 'Pronto, já enviei o link!' },
    }),
  });
  expect(response.status).toBe(200);
  await until(() => directs.some(({ reaction }) => reaction?.emoji === '❤️'));
  expect(heard).toEqual(['Pronto, já enviei o link!']);
});

test('a provision file without WhatsApp is refused in words', async () => {
  await expect(startDemoCustomers({ provision: { connections: [{ channel: 'livechat' }] } })).rejects.toThrow(
    'has no WhatsApp connection',
  );
});
