import type {
  ActionArgs,
  ActionName,
  ActionResults,
  QueryArgs,
  QueryName,
  QueryResults,
  WatchArgs,
  WatchName,
  WatchResults,
} from '../../src-shared/bridge/contract.ts';
import type { MediaPart } from '../../src-shared/bridge/media-part.ts';
import type { EngineEvent } from '../../src-shared/bridge/messages.ts';

/** Whether the window reaches the engine of this machine. It says nothing about the server: see the `connection` watch. */
export type EngineLink = 'connecting' | 'up' | 'down';

export type UploadStart =
  | { ok: true; id: string }
  | { ok: false; reason: 'too-large' | 'unsupported-media' | 'offline' | 'server-error' };

/** The renderer's only way to the engine. Refusals are values; a promise rejects with `BridgeError` on defects only. */
export interface Bridge {
  /** Calls `listener` with the first value and with every later one, until the returned function is called. */
  watch<Name extends WatchName>(
    name: Name,
    args: WatchArgs<Name>,
    listener: (value: WatchResults[Name]) => void,
  ): () => void;
  /**
   * A watch as an earlier start wrote it down, perhaps of another version: the engine refuses what it does not know, and
   * then no value comes. Nothing of the schemas that could check it here is read before the first picture.
   */
  watchKept(name: string, args: unknown, listener: (value: unknown) => void): () => void;
  query<Name extends QueryName>(name: Name, args: QueryArgs<Name>): Promise<QueryResults[Name]>;
  action<Name extends ActionName>(name: Name, args: ActionArgs<Name>): Promise<ActionResults[Name]>;
  /** Hands a file to the engine; its progress to the server shows in the `uploads` watch under the returned id. */
  upload(conversationId: string, file: Blob, name: string, options?: { voice: boolean }): Promise<UploadStart>;
  /** Where a media file, its small picture, or a mail's page (by its message's id) can be loaded from in this window. */
  mediaUrl(id: string, part?: MediaPart): string;
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /** Calls `listener` at once with the present state and at each change. */
  onLink(listener: (link: EngineLink) => void): () => void;
}

/** `lost`: the engine went away before it answered, so whether an action took effect is not known here. */
export class BridgeError extends Error {
  readonly code: 'bad-request' | 'internal' | 'lost';
  constructor(code: BridgeError['code'], message: string) {
    super(message);
    this.name = 'BridgeError';
    this.code = code;
  }
}
