import { z } from 'zod';
import { commands, type RefusalReason } from '../protocol/commands.ts';
import { inboxFilterSchema } from '../protocol/inbox-filter.ts';

const id = z.string().min(1).max(64);

const finish = commands['conversation.finish'].args.shape;
const transfer = commands['conversation.transfer'].args.shape;

/** What is done to each of many conversations (A6). */
const bulkWhatSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('finish'), reasonId: finish.reasonId, description: finish.description }),
  z.object({ kind: z.literal('transfer'), to: transfer.to, note: transfer.note }),
  z.object({ kind: z.literal('automation'), automationId: id }),
  z.object({ kind: z.literal('tag'), tagId: id }),
]);
export type BulkWhat = z.infer<typeof bulkWhatSchema>;

/** The ticked ones, or everything a filter shows but those unticked. */
const bulkRowsSchema = z.discriminatedUnion('from', [
  z.object({ from: z.literal('ids'), conversationIds: z.array(id).min(1).max(100_000) }),
  z.object({ from: z.literal('filter'), filter: inboxFilterSchema, except: z.array(id).max(100_000) }),
]);
export type BulkRows = z.infer<typeof bulkRowsSchema>;

export const bulkStartArgs = z.object({ what: bulkWhatSchema, rows: bulkRowsSchema });

/** A row of a bulk action that was left as it was, and why. */
export interface BulkOutcome {
  conversationId: string;
  title: string;
  outcome: 'skipped' | 'refused';
  /**
   * `changed`: somebody changed it after it was chosen; `gone`: it is no longer on this machine; `tagged`: the contact
   * had the tag; `offline`: the line went down, and nobody knows whether it took effect.
   */
  reason: 'changed' | 'gone' | 'tagged' | 'offline' | RefusalReason;
}

export interface BulkView {
  id: string;
  what: 'finish' | 'transfer' | 'automation' | 'tag';
  /** It takes an earlier one back. */
  undoing: boolean;
  /** To whom, which tag, which automation; null where there is nothing to name. */
  name: string | null;
  total: number;
  done: number;
  skipped: number;
  refused: number;
  state: 'running' | 'finished' | 'cancelled' | 'offline';
  /** The first rows that were not done, up to 200. */
  outcomes: BulkOutcome[];
  /** How many of them `bulk.undo` would take back; 0 while it runs. */
  undoable: number;
}

/** `busy`: another one is under way. `empty`: there is nothing to do it to. */
export type BulkRefusal = 'offline' | 'busy' | 'empty';
