/**
 * Where an upload is going, in the one word that `upload`, `uploads` and `UploadView.conversationId` take: a conversation's
 * id, or, for the picture of a template before there is a conversation, a connection.
 */
const CONNECTION = 'connection-';

export const connectionPlace = (connectionId: string): string => `${CONNECTION}${connectionId}`;

export type UploadPlace =
  | { conversationId: string; connectionId: null }
  | { conversationId: null; connectionId: string };

export function readUploadPlace(place: string): UploadPlace {
  return place.startsWith(CONNECTION)
    ? { conversationId: null, connectionId: place.slice(CONNECTION.length) }
    : { conversationId: place, connectionId: null };
}
