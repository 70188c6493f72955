import type { InboxStatus } from '../../../src-shared/bridge/views.ts';

/** In the order they are offered in. */
export const statuses: InboxStatus[] = ['open', 'awaiting', 'failed', 'finished', 'automation'];
