import { z } from 'zod';
import { demoTemplates } from '../graph-api/demo-templates.ts';
import { createGraphApi, type GraphApi } from '../graph-api/graph-api.ts';
import { createSocialGraph, type SocialAccount, type SocialGraph } from '../graph-api/social/social-graph.ts';
import { createCrowd } from './crowd.ts';
import { type Dialogue, loadDialogues } from './dialogue.ts';
import { createSocialLines } from './social.ts';
import { type CustomerTransport, systemClock } from './transport.ts';
import { createWhatsAppLines } from './whatsapp.ts';

const meta = { department: z.string(), accessToken: z.string(), appSecret: z.string() };

/** What the demo needs of a provision file: its connections of Meta's channels, which all belong to one application. */
const demoProvision = z.object({
  connections: z.array(
    z.discriminatedUnion('channel', [
      z.object({
        ...meta,
        channel: z.literal('whatsapp'),
        phoneNumberId: z.string(),
        displayPhoneNumber: z.string(),
        businessAccountId: z.string(),
      }),
      z.object({ ...meta, channel: z.literal('instagram'), accountId: z.string() }),
      z.object({ ...meta, channel: z.literal('messenger'), pageId: z.string() }),
      z.object({ channel: z.enum(['livechat', 'form']) }),
    ]),
  ),
});

export interface DemoCustomers {
  api: GraphApi;
  social: SocialGraph;
  /** No customer comes and none writes any more. */
  stop(): void;
  close(): Promise<void>;
}

export interface DemoOptions {
  /** A parsed provision file. Throws a ZodError when it is not one, an Error when it has no WhatsApp connection. */
  provision: unknown;
  /** The backend, whose webhooks bring what customers write. Without it nobody comes. */
  backendUrl?: string;
  port?: number;
  socialPort?: number;
  seed?: number;
  /** Most customers on WhatsApp that wait for something; on Instagram and Messenger a third as many. */
  atOnce?: number;
  arrivalMs?: number;
  pace?: number;
}

/**
 * Simulated customers on stand-ins for Meta's Graph API, in this process. On WhatsApp those of a department without
 * a number of its own write to the first one and have to be transferred, as it happens in a real shop. Those of Instagram and
 * Messenger are a crowd of their own, so that whoever tries the demo meets one of them soon.
 */
export async function startDemoCustomers(options: DemoOptions): Promise<DemoCustomers> {
  const { backendUrl, arrivalMs = 25_000, atOnce = 7 } = options;
  const { connections } = demoProvision.parse(options.provision);
  const numbers = connections.flatMap((connection) => (connection.channel === 'whatsapp' ? [connection] : []));
  const accounts = connections.flatMap((connection): SocialAccount[] => {
    if (connection.channel === 'instagram') return [{ product: connection.channel, accountId: connection.accountId }];
    return connection.channel === 'messenger' ? [{ product: connection.channel, accountId: connection.pageId }] : [];
  });
  const [first] = numbers;
  if (!first) throw new Error('the provision file has no WhatsApp connection');
  const { accessToken, appSecret } = first;
  const api = await createGraphApi({
    ...(options.port === undefined ? {} : { port: options.port }),
    ...{ accessToken, appSecret, numbers },
    statusAfterMs: { sent: 200, delivered: 900, read: 4_000 },
    strangers: 'open',
    templates: demoTemplates,
  });
  const social = await createSocialGraph({
    ...(options.socialPort === undefined ? {} : { port: options.socialPort }),
    ...{ accessToken, appSecret, accounts },
    marksAfterMs: { delivered: 900, read: 4_000 },
    strangers: 'open',
  });
  const seed = options.seed ?? Date.now() % 1_000_000;
  const all = loadDialogues();
  const crowdOf = (
    dialogues: readonly Dialogue[],
    connect: (dialogue: Dialogue) => CustomerTransport,
    part: { seed: number; atOnce: number; arrivalMs: number },
  ) => createCrowd({ dialogues, connect, clock: systemClock, pace: options.pace ?? 1, ...part });
  const accountOf = ({ persona }: Dialogue) => accounts.find(({ product }) => product === persona.channel)?.accountId;
  const crowds = [
    crowdOf(
      all.filter(({ persona }) => persona.channel === 'whatsapp' || persona.channel === 'livechat'),
      createWhatsAppLines({
        network: api,
        numberOf: ({ department }) =>
          (numbers.find((number) => number.department === department) ?? first).phoneNumberId,
      }),
      { seed, atOnce, arrivalMs },
    ),
    crowdOf(
      all.filter((dialogue) => accountOf(dialogue) !== undefined),
      createSocialLines({ network: social, accountOf: (dialogue) => accountOf(dialogue) ?? '' }),
      { seed: ~seed >>> 0, atOnce: Math.ceil(atOnce / 3), arrivalMs: arrivalMs * 2 },
    ),
  ];
  if (backendUrl !== undefined) {
    api.setCallback(`${backendUrl}/webhooks/whatsapp`);
    for (const product of ['instagram', 'messenger'] as const)
      social.setCallback(product, `${backendUrl}/webhooks/${product}`);
    for (const crowd of crowds) crowd.start();
  }
  const stop = () => {
    for (const crowd of crowds) crowd.stop();
  };
  return {
    api,
    social,
    stop,
    async close() {
      stop();
      await Promise.all([api.close(), social.close()]);
    },
  };
}
