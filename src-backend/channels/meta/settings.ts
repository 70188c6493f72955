import { z } from 'zod';

/** What every connection through Meta's Graph API has in its provision file. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The access token travels with every request, so plain HTTP is accepted only inside this machine (the stand-in). */
function keepsTokenSafe(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}

/** Ids become parts of an address, hence the narrow alphabet. */
export const graphId = z.string().regex(/^\w{1,64}$/);
const secret = z.string().min(1).max(1024);

export const metaSettingsShape = {
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
};
