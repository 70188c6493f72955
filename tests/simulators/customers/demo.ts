import { z } from 'zod';
import { demoTemplates } from '../graph-api/demo-templates.ts';
import { createGraphApi, type GraphApi } from '../graph-api/graph-api.ts';
import { type Crowd, createCrowd } from './crowd.ts';
import { loadDialogues } from './dialogue.ts';
import { systemClock } from './transport.ts';
import { createWhatsAppLines } from './whatsapp.ts';

/** What the demo needs of a provision file: its WhatsApp connections, which all belong to one Meta application. */
const demoProvision = z.object({
  connections: z.array(
    z.discriminatedUnion('channel', [
      z.object({
        channel: z.literal('whatsapp'),
        department: z.string(),
        phoneNumberId: z.string(),
        displayPhoneNumber: z.string(),
        businessAccountId: z.string(),
        accessToken: z.string(),
        appSecret: z.string(),
      }),
      z.object({ channel: z.enum(['livechat', 'form']) }),
    ]),
  ),
});

export interface DemoCustomers {
  api: GraphApi;
  crowd: Crowd;
  close(): Promise<void>;
}

export interface DemoOptions {
  /** A parsed provision file. Throws a ZodError when it is not one, an Error when it has no WhatsApp connection. */
  provision: unknown;
  /** The backend's `/webhooks/whatsapp`. Without it nothing arrives until `api.setCallback` and `crowd.start`. */
  callbackUrl?: string;
  port?: number;
  seed?: number;
  atOnce?: number;
  arrivalMs?: number;
  pace?: number;
}

/**
 * Simulated WhatsApp customers on a stand-in for Meta's Graph API, in this process. Customers of a department without
 * a number of its own write to the first one and have to be transferred, as it happens in a real shop.
 */
export async function startDemoCustomers(options: DemoOptions): Promise<DemoCustomers> {
  const numbers = demoProvision
    .parse(options.provision)
    .connections.flatMap((connection) => (connection.channel === 'whatsapp' ? [connection] : []));
  const [first] = numbers;
  if (!first) throw new Error('the provision file has no WhatsApp connection');
  const api = await createGraphApi({
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.callbackUrl === undefined ? {} : { callbackUrl: options.callbackUrl }),
    accessToken: first.accessToken,
    appSecret: first.appSecret,
    numbers,
    statusAfterMs: { sent: 200, delivered: 900, read: 4_000 },
    strangers: 'open',
    templates: demoTemplates,
  });
  const connect = createWhatsAppLines({
    network: api,
    numberOf: ({ department }) => (numbers.find((number) => number.department === department) ?? first).phoneNumberId,
  });
  const crowd = createCrowd({
    dialogues: loadDialogues(),
    connect,
    clock: systemClock,
    seed: options.seed ?? Date.now() % 1_000_000,
    atOnce: options.atOnce ?? 7,
    arrivalMs: options.arrivalMs ?? 25_000,
    pace: options.pace ?? 1,
  });
  if (options.callbackUrl !== undefined) crowd.start();
  return {
    api,
    crowd,
    async close() {
      crowd.stop();
      await api.close();
    },
  };
}
