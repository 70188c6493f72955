import type { StartCheck } from '../../../src-shared/protocol/queries.ts';
import { NOW } from '../../e2e/gallery/people.ts';

const HOUR = 3_600_000;

export const inside: StartCheck = {
  allowed: true,
  window: 'open',
  lastInboundAt: NOW - 3 * HOUR,
  contactTitle: 'Mariana',
  conversationId: 'mariana',
};
export const past: StartCheck = { ...inside, window: 'closed', lastInboundAt: NOW - 30 * HOUR };
export const stranger: StartCheck = {
  allowed: true,
  window: 'closed',
  lastInboundAt: null,
  contactTitle: null,
  conversationId: null,
};
export const full: StartCheck = { allowed: false, reason: 'at-capacity' };
export const held: StartCheck = {
  allowed: false,
  reason: 'served-by-other',
  holder: { agentId: 'bruno', agentName: 'Bruno Tavares', departmentName: 'Vendas', conversationId: 'other' },
};
