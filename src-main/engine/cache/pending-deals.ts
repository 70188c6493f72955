import type { CommandArgs } from '../../../src-shared/protocol/commands.ts';
import type { Deal } from '../../../src-shared/protocol/deals.ts';
import { dealCommands } from '../../../src-shared/protocol/deals.ts';

/** What may wait in the outbox of a contact's deals, with when it was written (epoch milliseconds). */
export type DealCommand = {
  [Name in keyof typeof dealCommands]: { name: Name; args: CommandArgs<Name> };
}[keyof typeof dealCommands];
export type PendingDeal = DealCommand & { at: number };

/** A row's command with its arguments checked; null for other commands and for rows of another version. */
export function readDealCommand(row: { name: string; args: unknown }): DealCommand | null {
  switch (row.name) {
    case 'deal.save': {
      const args = dealCommands['deal.save'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    case 'deal.move': {
      const args = dealCommands['deal.move'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    case 'deal.close': {
      const args = dealCommands['deal.close'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    default:
      return null;
  }
}

/** The deals as they will be once the server has what waits, those that it concerns marked. */
export function withPending(deals: readonly Deal[], pending: readonly PendingDeal[]): (Deal & { pending: boolean })[] {
  const shown = new Map(deals.map((deal) => [deal.id, { ...deal, pending: false }]));
  for (const { name, args, at } of pending) {
    const id = name === 'deal.save' ? args.id : args.dealId;
    const known = shown.get(id);
    if (name === 'deal.save') {
      const { title, pipelineId, stageId, amount } = args;
      const base = known ?? { id, state: 'open' as const, createdAt: at };
      shown.set(id, { ...base, title, pipelineId, stageId, amount, updatedAt: at, pending: true });
    } else if (known !== undefined) {
      const change = name === 'deal.move' ? { stageId: args.toStageId } : { state: args.state };
      shown.set(id, { ...known, ...change, updatedAt: at, pending: true });
    }
  }
  return [...shown.values()];
}
