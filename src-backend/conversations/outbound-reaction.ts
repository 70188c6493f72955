import { z } from 'zod';
import { type Reaction, reactionSchema } from '../../src-shared/protocol/content.ts';
import type { Message } from '../../src-shared/protocol/entities.ts';
import { noteFailure, noteSuccess } from '../channels/connection-problem.ts';
import type { ConnectionDirectory, LiveConnection } from '../channels/connections.ts';
import type { Sender, SendOutcome } from '../channels/contract.ts';
import type { WorkspaceLog } from '../log/write.ts';
import type { Store } from '../store/open.ts';
import { createWorkUnit } from './work-unit.ts';

/** One wish of the team for a customer's message: this emoji, or (null) none any more. */
export const wantedReactionSchema = z.object({
  emoji: z.string().nullable(),
  at: z.number(),
  /** What the customer saw until now; it comes back when taking it away fails. */
  before: reactionSchema.nullable(),
});
export type WantedReaction = z.infer<typeof wantedReactionSchema>;

export interface ReactionJob {
  workspaceId: string;
  messageId: string;
  reaction: WantedReaction;
}

/**
 * Brings the team's reactions to the customer, in one row with the messages of their conversation. The same reaction set
 * twice is one, so what was interrupted or not answered is repeated; a wish that a later one has replaced is left out.
 */
export interface OutboundReactions {
  deliver(job: ReactionJob & { lastTry: boolean }): Promise<{ done: true } | { done: false; afterMs: number }>;
  abandon(job: ReactionJob): Promise<void>;
}

const AGAIN_MS = 5_000;
const failed = (code: string): SendOutcome => ({ outcome: 'failed', code, detail: null });

export function createOutboundReactions(deps: {
  store: Store;
  log: WorkspaceLog;
  connections: ConnectionDirectory;
}): OutboundReactions {
  async function target(workspaceId: string, messageId: string) {
    const row = await deps.store.db
      .selectFrom('message')
      .innerJoin('identity', 'identity.id', 'message.identity_id')
      .select([
        'message.connection_id',
        'message.external_id',
        'message.reactions',
        'message.deleted_at',
        'identity.address',
        'identity.phone',
        'identity.profile_name',
      ])
      .where('message.workspace_id', '=', workspaceId)
      .where('message.id', '=', messageId)
      .executeTakeFirst();
    if (row === undefined) return null;
    const to: Sender = { address: row.address, phone: row.phone, profileName: row.profile_name };
    return { ...row, to, connection: deps.connections.byId(row.connection_id) };
  }

  async function settle(job: ReactionJob, outcome: SendOutcome, connection: LiveConnection | null): Promise<void> {
    await deps.log.write(job.workspaceId, async (tx) => {
      if (connection !== null) {
        if (outcome.outcome === 'accepted') await noteSuccess(tx, connection);
        else await noteFailure(tx, connection, outcome);
      }
      const unit = createWorkUnit(tx);
      const message = await unit.message(job.messageId);
      if (message === null || message.deletedAt !== null || !isWanted(message, job.reaction)) return;
      const reactions = afterwards(message, job.reaction, outcome.outcome === 'accepted');
      if (reactions !== null) unit.changeMessage(message.id, { reactions });
      await unit.flush();
    });
  }

  return {
    async deliver({ lastTry, ...job }) {
      const found = await target(job.workspaceId, job.messageId);
      if (found === null || found.deleted_at !== null || !isWanted(found, job.reaction)) return { done: true };
      const { connection, external_id: externalId, to } = found;
      const react = connection?.adapter.react;
      if (connection === null || react === undefined || externalId === null) {
        await settle(job, failed('no-connection'), null);
        return { done: true };
      }
      const outcome = await react(connection, to, externalId, job.reaction.emoji);
      const again = outcome.outcome === 'retry' ? outcome.afterMs : outcome.outcome === 'uncertain' ? AGAIN_MS : null;
      const held = outcome.outcome === 'retry' && outcome.held === true;
      if (again !== null && (held || !lastTry)) return { done: false, afterMs: again };
      await settle(job, outcome, connection);
      return { done: true };
    },
    abandon: (job) => settle(job, failed('uncertain'), null),
  };
}

/** Whether the wish still stands: nobody of the team has wished for something else since. */
function isWanted({ reactions }: Pick<Message, 'reactions'>, wanted: WantedReaction): boolean {
  const ours = oursOf(reactions);
  if (wanted.emoji === null) return ours === undefined;
  return ours?.emoji === wanted.emoji && ours.at === wanted.at && ours.state === 'queued';
}

/** null: nothing changes. */
function afterwards({ reactions }: Message, wanted: WantedReaction, accepted: boolean): Reaction[] | null {
  if (wanted.emoji === null) return accepted || wanted.before === null ? null : [...reactions, wanted.before];
  const state = accepted ? 'sent' : 'failed';
  return reactions.map((reaction) => (reaction.by === 'business' ? { ...reaction, state } : reaction));
}

export const oursOf = (reactions: readonly Reaction[]): Reaction | undefined =>
  reactions.find(({ by }) => by === 'business');
