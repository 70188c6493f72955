import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { APP_SECRET, phoneNumberIdOf } from './operation.ts';

/** One customer's message to a department's number, as Meta sends it: one webhook each, signed. */
export interface WrittenMessage {
  department: number;
  customer: number;
  /** The provider's id. */
  id: string;
  text: string;
}

/** Resolves with the milliseconds until the answer was there; rejects for any but 200. */
export type Post = (address: string, body: string, headers: Record<string, string>) => Promise<number>;

/** Over at most `connections` connections that are kept. */
export function createPoster(connections: number): { post: Post; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    post: (address, body, headers) =>
      new Promise((done, fail) => {
        const began = performance.now();
        const call = request(
          address,
          {
            method: 'POST',
            agent,
            headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
          },
          (response) => {
            response.resume();
            response.once('end', () => {
              if (response.statusCode === 200) done(performance.now() - began);
              else fail(new Error(`${address} answered ${response.statusCode}`));
            });
          },
        );
        call.once('error', fail);
        call.end(body);
      }),
    close: () => agent.destroy(),
  };
}

export function postWebhook(post: Post, backendUrl: string, message: WrittenMessage): Promise<number> {
  const body = JSON.stringify(webhookOf(message));
  const signature = `sha256=${createHmac('sha256', APP_SECRET).update(body).digest('hex')}`;
  return post(`${backendUrl}/webhooks/whatsapp`, body, { 'x-hub-signature-256': signature });
}

/** A customer writes to one department only. */
const waIdOf = (customer: number): string => `55119${String(60_000_000 + customer)}`;

const webhookOf = ({ department, customer, id, text }: WrittenMessage) => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '102290129340398',
      changes: [
        {
          field: 'messages',
          value: {
            messaging_product: 'whatsapp',
            metadata: { display_phone_number: '551140000000', phone_number_id: phoneNumberIdOf(department) },
            contacts: [{ profile: { name: `Cliente ${customer}` }, wa_id: waIdOf(customer) }],
            messages: [
              {
                from: waIdOf(customer),
                id,
                timestamp: String(Math.floor(Date.now() / 1_000)),
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
