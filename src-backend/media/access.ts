import type { Authenticated } from '../accounts/accounts.ts';
import type { ConnectionDirectory } from '../channels/connections.ts';
import { carriesMedia } from '../conversations/carries-media.ts';
import { visibleTo } from '../realtime/visible.ts';
import { loadPeople } from '../store/entities/person.ts';
import type { Store } from '../store/open.ts';
import type { MediaRoutesDeps } from './routes.ts';

/** Who may send files into a conversation, and who may see one: whoever serves it, and whoever sees a message with it. */
export function createMediaAccess(deps: {
  store: Store;
  connections: ConnectionDirectory;
}): Pick<MediaRoutesDeps, 'mediaRules' | 'canSeeMedia'> {
  const { db } = deps.store;
  return {
    async mediaRules(caller, place) {
      if ('connectionId' in place) {
        const connection = deps.connections.byId(place.connectionId);
        const begins = connection?.workspaceId === caller.workspaceId && connection.adapter.capabilities.templates;
        return begins ? connection.adapter.capabilities.media : null;
      }
      const row = await db
        .selectFrom('conversation')
        .select('connection_id')
        .where('workspace_id', '=', caller.workspaceId)
        .where('id', '=', place.conversationId)
        .where('assignee_id', '=', caller.personId)
        .where('status', '=', 'open')
        .executeTakeFirst();
      const connection = row === undefined ? null : deps.connections.byId(row.connection_id);
      return connection?.adapter.capabilities.media ?? null;
    },

    async canSeeMedia(caller: Authenticated, mediaId) {
      const [viewer] = await loadPeople(db, caller.workspaceId, [caller.personId]);
      if (viewer === undefined) return false;
      const row = await db
        .selectFrom('conversation')
        .select('conversation.id')
        .where('conversation.workspace_id', '=', caller.workspaceId)
        .where('conversation.id', 'in', (eb) =>
          eb
            .selectFrom('message')
            .select('message.conversation_id')
            .where('message.workspace_id', '=', caller.workspaceId)
            .where(carriesMedia(mediaId)),
        )
        .where(visibleTo(viewer))
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
