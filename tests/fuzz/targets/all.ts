import type { FuzzTarget } from '../target.ts';
import { http, socket } from './backend.ts';
import { bridge } from './bridge.ts';
import { mails, mailWords } from './mails.ts';
import { forms, liveChat } from './visitors.ts';
import { webhookBodies, webhookRoutes } from './webhooks.ts';

export const targets: readonly FuzzTarget[] = [
  ...[webhookBodies, webhookRoutes, mailWords, mails, socket, http, bridge, liveChat, forms],
];
