import { z } from 'zod';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The access token travels with every request, so plain HTTP is accepted only inside this machine (the stand-in). */
function keepsTokenSafe(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}

/** Ids become parts of an address, hence the narrow alphabet. */
const graphId = z.string().regex(/^\w{1,64}$/);
const secret = z.string().min(1).max(1024);

/** A WhatsApp connection as a provision file describes it. */
export const whatsAppSettingsSchema = z.object({
  displayPhoneNumber: z.string().trim().min(4).max(32),
  phoneNumberId: graphId,
  businessAccountId: graphId,
  accessToken: secret,
  /** Signs the webhooks (Meta application → Settings → Basic). */
  appSecret: secret,
  /** What Meta repeats to us when the webhook address is registered. */
  verifyToken: secret,
  /** Address with the Graph version, like `https://graph.facebook.com/v26.0`. */
  graphUrl: z
    .url({ protocol: /^https?$/ })
    .refine(keepsTokenSafe, 'must be https, or http on this machine')
    .transform((address) => address.replace(/\/+$/, '')),
});
export type WhatsAppSettings = z.infer<typeof whatsAppSettingsSchema>;
