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
        const begins = connection?.workspaceId === caller.workspaceId && connection.capabilities.templates;
        return begins ? connection.capabilities.media : null;
      }
      const served = await db
        .selectFrom('conversation')
        .select(['id', 'merged', 'connection_id'])
        .where('workspace_id', '=', caller.workspaceId)
        .where('assignee_id', '=', caller.personId)
        .where('status', '=', 'open')
        .execute();
      const named = served.find(({ id }) => id === place.conversationId);
      if (named === undefined) return null;
      const rootOf = ({ id, merged }: typeof named) => merged?.intoId ?? id;
      const all = served.filter((one) => rootOf(one) === rootOf(named));
      const media = all.flatMap((one) => deps.connections.byId(one.connection_id)?.capabilities.media ?? []);
      // Which way an answer goes is chosen after the file too: what takes most of a kind comes first then.
      return all.length === 1 ? media : media.sort((x, y) => y.maxBytes - x.maxBytes);
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
