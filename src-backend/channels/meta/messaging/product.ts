import type { Capabilities } from '../../../../src-shared/protocol/entities.ts';
import type { RateLimits } from '../rates.ts';

/** What Instagram and Messenger have in common in their settings. */
export interface MessagingSettings {
  /** The account whose webhooks these are. */
  accountId: string;
  /** Through which it is sent: for Instagram the Page it is linked to, where there is one. */
  senderId: string;
  accessToken: string;
  graphUrl: string;
  appSecret: string;
  verifyToken: string;
  /** Meta approved the application for the tag HUMAN_AGENT: people may answer for seven days. */
  humanAgent: boolean;
}

/** In what the two differ. */
export interface MessagingProduct {
  channel: 'instagram' | 'messenger';
  /** Without anything special in the settings. */
  capabilities: Capabilities;
  /** How the attachment upload is told for whom; null: it need not be. */
  uploadPlatform: 'instagram' | null;
  /** Our id travels with what is sent and comes back with its echo. */
  carriesOwnId: boolean;
  /** How a reaction is called; null: it cannot be given. */
  reactionOf(emoji: string): string | null;
  profileFields: string;
  rates: RateLimits;
}

const DAY_MS = 24 * 60 * 60_000;

/** The standard messaging window. Source: Messenger Platform and Instagram Messaging, «Messaging window», v26. */
export const WINDOW_MS = DAY_MS;
/** With the tag HUMAN_AGENT, and for what people write only. */
const HUMAN_AGENT_WINDOW_MS = 7 * DAY_MS;

/** What a connection can do as it is set up. */
export const capabilitiesOf = (product: MessagingProduct, { humanAgent }: { humanAgent: boolean }): Capabilities =>
  humanAgent
    ? { ...product.capabilities, windowMs: HUMAN_AGENT_WINDOW_MS, peopleOnlyAfterMs: WINDOW_MS }
    : product.capabilities;
