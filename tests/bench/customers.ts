import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { demoWorkspace } from '../e2e/harness/backend.ts';

/** Customers of the demo workspace's first WhatsApp number, by their own numbers from 0 to 99. */
export interface Customers {
  /** One signed webhook with all of these messages; resolves when the backend has answered it. */
  write(messages: { customer: number; text: string }[]): Promise<void>;
  /** One message after another, each from the next of `customers`, until stopped. */
  keepWriting(perSecond: number, customers: number): { stop(): Promise<{ answered: number }> };
}

const MOST_WEBHOOKS = 8;

const numberSchema = z.object({
  connections: z.tuple([z.object({ phoneNumberId: z.string(), appSecret: z.string() })]).rest(z.unknown()),
});

export const nameOf = (customer: number): string => `Cliente ${String(customer).padStart(2, '0')}`;
const waId = (customer: number): string => `55119876500${String(customer).padStart(2, '0')}`;

export async function openCustomers(backendUrl: () => string): Promise<Customers> {
  const { connections } = numberSchema.parse(JSON.parse(await readFile(demoWorkspace, 'utf8')));
  const [{ phoneNumberId, appSecret }] = connections;

  async function write(messages: { customer: number; text: string }[]): Promise<void> {
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '551140000000', phone_number_id: phoneNumberId },
      contacts: [...new Set(messages.map(({ customer }) => customer))].map((customer) => ({
        profile: { name: nameOf(customer) },
        wa_id: waId(customer),
      })),
      messages: messages.map(({ customer, text }) => ({
        from: waId(customer),
        id: `wamid.${randomUUID()}`,
        timestamp: String(Math.floor(Date.now() / 1_000)),
        type: 'text',
        text: { body: text },
      })),
    };
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: '102290129340398', changes: [{ field: 'messages', value }] }],
    });
    const signature = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
    const response = await fetch(`${backendUrl()}/webhooks/whatsapp`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
    });
    if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
    await response.arrayBuffer();
  }

  return {
    write,
    keepWriting(perSecond, customers) {
      const began = performance.now();
      const underWay = new Set<Promise<void>>();
      let sent = 0;
      let failure: { error: unknown } | null = null;
      // As many as are due, though a timer or an answer comes late: then several in one webhook, as providers do it.
      const timer = setInterval(() => {
        const due = Math.floor(((performance.now() - began) / 1_000) * perSecond) - sent;
        if (due < 1 || underWay.size >= MOST_WEBHOOKS) return;
        const messages = Array.from({ length: due }, (_, index) => ({
          customer: (sent + index) % customers,
          text: `Mensagem ${sent + index}: quando chega o meu pedido?`,
        }));
        sent += due;
        const writing = write(messages)
          .catch((error: unknown) => {
            failure ??= { error };
          })
          .finally(() => underWay.delete(writing));
        underWay.add(writing);
      }, 1_000 / perSecond);
      return {
        async stop() {
          clearInterval(timer);
          await Promise.all(underWay);
          if (failure !== null) throw new Error('a webhook was not taken', { cause: failure.error });
          return { answered: sent };
        },
      };
    },
  };
}
