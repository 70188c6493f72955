import { z } from 'zod';

/** What the bench tells a process of desktops, and what that answers. */
export const orderSchema = z.discriminatedUnion('order', [
  z.object({
    order: z.literal('connect'),
    url: z.url(),
    desktops: z.array(z.object({ department: z.number().int(), token: z.string() })),
  }),
  z.object({ order: z.literal('report') }),
]);
export type Order = z.infer<typeof orderSchema>;

export const reportSchema = z.object({
  /** By desktop: the longest that a message took since the last report, in milliseconds; 0: none came. */
  slowest: z.array(z.number()),
  /** Milliseconds between lines, of every move since the last report. */
  away: z.array(z.number()),
  /** By desktop, since the beginning: different messages, and those that came again. */
  received: z.array(z.number().int()),
  doubled: z.number().int(),
});
export type Report = z.infer<typeof reportSchema>;
