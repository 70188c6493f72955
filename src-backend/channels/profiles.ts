import { z } from 'zod';
import { createIdentityFinder } from '../contacts/match.ts';
import { createWorkUnit } from '../conversations/work-unit.ts';
import { defineQueue } from '../jobs/queue.ts';
import type { WorkspaceLog, WriteTransaction } from '../log/write.ts';
import type { ConnectionDirectory, LiveConnection } from './connections.ts';
import type { Sender } from './contract.ts';

const jobSchema = z.object({ workspaceId: z.string(), connectionId: z.string(), address: z.string() });
type ProfileJob = z.infer<typeof jobSchema>;

export const profileQueue = defineQueue('profile', jobSchema, { tries: 5 });

/** A name rarely changes. */
const AGAIN_AFTER_MS = 30 * 24 * 60 * 60_000;

/** What people are called, on channels whose messages do not say: asked when they first write, and again once a month. */
export function createProfiles(deps: {
  log: WorkspaceLog;
  connections: Pick<ConnectionDirectory, 'byId'>;
  enqueue: (tx: WriteTransaction, job: ProfileJob) => Promise<void>;
}) {
  return {
    /** Somebody wrote; in the transaction of what they wrote. */
    async seen(tx: WriteTransaction, connection: LiveConnection, { address }: Sender): Promise<void> {
      if (connection.adapter.profileName === undefined) return;
      const asked = await tx.db
        .insertInto('profile_asked')
        .values({ workspace_id: tx.workspaceId, connection_id: connection.id, address, at: tx.now })
        .onConflict((conflict) =>
          conflict
            .columns(['connection_id', 'address'])
            .doUpdateSet({ at: tx.now })
            .where('profile_asked.at', '<', tx.now - AGAIN_AFTER_MS),
        )
        .returning('address')
        .executeTakeFirst();
      if (asked === undefined) return;
      await deps.enqueue(tx, { workspaceId: tx.workspaceId, connectionId: connection.id, address });
    },

    /** Throws when the provider or the network fails; the job is tried again. */
    async ask({ workspaceId, connectionId, address }: ProfileJob): Promise<undefined> {
      const connection = deps.connections.byId(connectionId);
      const profileName = (await connection?.adapter.profileName?.(connection, address)) ?? null;
      if (connection === null || profileName === null) return;
      await deps.log.write(workspaceId, async (tx) => {
        const unit = createWorkUnit(tx);
        const finder = createIdentityFinder(unit);
        const person: Sender = { address, phone: null, profileName };
        if ((await finder.known(connection.channel, person)) === null) return;
        await finder.find(connection.channel, person, false);
        await unit.flush();
      });
    },
  };
}
