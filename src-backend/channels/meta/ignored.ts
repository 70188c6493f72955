import type { InboundEvent } from '../contract.ts';

/** What was read and is not applied. The reason is logged, so it holds terms only, never words of a customer. */
export const ignored = (reason: string): InboundEvent => ({ type: 'ignored', reason });
