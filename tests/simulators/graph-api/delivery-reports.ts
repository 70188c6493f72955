import type { PendingFaults } from './faults.ts';
import type { BusinessNumber } from './graph-api.ts';
import type { Journal } from './journal.ts';
import type { BusinessMessage } from './message-routes.ts';
import { metaError } from './meta-errors.ts';
import { type StatusNews, statusWebhook, type WebhookPerson } from './webhook-bodies.ts';

type Status = StatusNews['status'];
export type StatusDelays = { sent: number | null; delivered: number | null; read: number | null };

export interface DeliveryReports {
  /** Reports what becomes of a message, in the times set; of what was reported before a restart, only the rest. */
  follow(number: BusinessNumber, person: WebhookPerson, message: BusinessMessage, told?: ReadonlySet<string>): void;
  /** Nobody of this address gets anything from now on: a send is accepted and fails with 131026 (not on WhatsApp). */
  unreachable(address: string): void;
  close(): void;
}

export function createDeliveryReports(deps: {
  post(body: object, lane: string): Promise<boolean>;
  faults: PendingFaults;
  journal: Journal;
  afterMs: StatusDelays;
  now: () => number;
}): DeliveryReports {
  const timers = new Set<NodeJS.Timeout>();
  const nobody = new Set<string>();
  const later = (ms: number | null, act: () => void): void => {
    if (ms === null) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };

  return {
    follow(number, person, message, told = new Set()) {
      const { id, ownId } = message;
      const lane = person.waId ?? person.userId ?? '';
      const report = (status: Status, failure: StatusNews['failure'] = null): void => {
        const body = statusWebhook(number, person, { id, status, failure, ownId }, deps.now());
        void deps.post(body, lane).then((taken) => taken && deps.journal.told(id, status));
      };
      const failure = deps.faults.deliveryFailure() ?? (nobody.has(lane) ? 131026 : null);
      if (failure !== null) {
        later(deps.afterMs.sent ?? 0, () => report('failed', metaError(failure)));
        return;
      }
      // Of a reaction the provider says that it was sent, and nothing more.
      const statuses: Status[] = message.kind === 'reaction' ? ['sent'] : ['sent', 'delivered', 'read'];
      for (const status of statuses) {
        const ms = status === 'failed' ? null : deps.afterMs[status];
        if (!told.has(status)) later(ms, () => report(status));
      }
    },
    unreachable: (address) => void nobody.add(address),
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
