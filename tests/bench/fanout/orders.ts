import { z } from 'zod';

/** What the bench tells a process of agents, and what that answers. */
export const orderSchema = z.discriminatedUnion('order', [
  z.object({
    order: z.literal('connect'),
    url: z.url(),
    /** `token`: as the desktop signs in; null: to a room of the bare server. */
    agents: z.array(z.object({ department: z.number().int(), token: z.string().nullable() })),
  }),
  z.object({ order: z.literal('report') }),
]);
export type Order = z.infer<typeof orderSchema>;

export const reportSchema = z.object({
  answer: z.literal('report'),
  /** Milliseconds from sending the webhook until the event was received, of every first receipt. */
  times: z.array(z.number()),
  /** By agent, in the order they were given: how many different messages of their department came. */
  received: z.array(z.number().int()),
  doubled: z.number().int(),
  /** Messages of a department that the agent does not serve. */
  astray: z.number().int(),
  linesLost: z.number().int(),
});
export type Report = z.infer<typeof reportSchema>;

export const answerSchema = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('connected') }),
  reportSchema,
]);
export type Answer = z.infer<typeof answerSchema>;

/** Every measured message says its number and when it was sent (epoch milliseconds with fractions). */
export const measuredText = (n: number, department: number, sentAt: number): string =>
  `medida ${n} ${department} ${sentAt}`;

export function readMeasured(text: string): { n: number; department: number; sentAt: number } | null {
  const [word, n, department, sentAt] = text.split(' ');
  return word === 'medida' ? { n: Number(n), department: Number(department), sentAt: Number(sentAt) } : null;
}
