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
import { mediaPath } from '../../src-shared/bridge/media-part.ts';
import type { EngineEvent } from '../../src-shared/bridge/messages.ts';
import type { Bridge, EngineLink, UploadStart } from './contract.ts';

type Answer<Args, Value> = Value | ((args: Args) => Value);

/** What a fake engine knows. A watch without data never gives a value (loading); an action without data says `ok`. */
export interface FakeData {
  watches?: { [Name in WatchName]?: Answer<WatchArgs<Name>, WatchResults[Name]> };
  queries?: { [Name in QueryName]?: Answer<QueryArgs<Name>, QueryResults[Name]> };
  actions?: { [Name in ActionName]?: Answer<ActionArgs<Name>, ActionResults[Name]> };
  upload?: UploadStart;
  /** Where media is shown from; default `/media/<id>`. */
  mediaUrl?: Bridge['mediaUrl'];
}

export interface FakeBridge extends Bridge {
  /** Gives a watch a new answer and tells all who watch it. */
  set<Name extends WatchName>(name: Name, answer: Answer<WatchArgs<Name>, WatchResults[Name]>): void;
  setAction<Name extends ActionName>(name: Name, answer: Answer<ActionArgs<Name>, ActionResults[Name]>): void;
  emit(event: EngineEvent): void;
  setLink(link: EngineLink): void;
  /** Every action asked, in order. */
  readonly calls: { name: ActionName; args: unknown }[];
  /** Arguments of the watches that are open now. */
  openWatches(name: WatchName): unknown[];
}

function answerOf<Args, Value>(answer: Answer<Args, Value>, args: Args): Value {
  // A bridge value is data, never a function, so a function is always the way to make it.
  return typeof answer === 'function' ? (answer as (args: Args) => Value)(args) : answer;
}

/** An engine in a few lines, for component tests and the gallery. Answers come asynchronously, as the real ones do. */
export function createFakeBridge(data: FakeData = {}): FakeBridge {
  const watches: NonNullable<FakeData['watches']> = { ...data.watches };
  const actions: NonNullable<FakeData['actions']> = { ...data.actions };
  const open = new Set<{ name: WatchName; args: unknown; refresh: () => void }>();
  const eventListeners = new Set<(event: EngineEvent) => void>();
  const linkListeners = new Set<(link: EngineLink) => void>();
  const calls: FakeBridge['calls'] = [];
  let link: EngineLink = 'up';

  return {
    calls,
    watch<Name extends WatchName>(
      name: Name,
      args: WatchArgs<Name>,
      listener: (value: WatchResults[Name]) => void,
    ): () => void {
      const refresh = () => {
        const answer: Answer<WatchArgs<Name>, WatchResults[Name]> | undefined = watches[name];
        if (answer !== undefined && open.has(entry)) listener(answerOf(answer, args));
      };
      const entry = { name, args, refresh };
      open.add(entry);
      queueMicrotask(refresh);
      return () => open.delete(entry);
    },
    // It was never started before.
    watchKept: () => () => {},
    query<Name extends QueryName>(name: Name, args: QueryArgs<Name>): Promise<QueryResults[Name]> {
      const answer: Answer<QueryArgs<Name>, QueryResults[Name]> | undefined = data.queries?.[name];
      if (answer === undefined) return Promise.reject(new Error(`the fake bridge has no answer to «${name}»`));
      return Promise.resolve(answerOf(answer, args));
    },
    action<Name extends ActionName>(name: Name, args: ActionArgs<Name>): Promise<ActionResults[Name]> {
      calls.push({ name, args });
      const answer: Answer<ActionArgs<Name>, ActionResults[Name]> | undefined = actions[name];
      if (answer !== undefined) return Promise.resolve(answerOf(answer, args));
      const done: unknown = { ok: true, queued: false, id: 'fake' };
      return Promise.resolve(done as ActionResults[Name]);
    },
    upload: () => Promise.resolve(data.upload ?? { ok: true, id: 'fake-upload' }),
    mediaUrl: data.mediaUrl ?? ((id, part = 'whole') => mediaPath(id, part)),
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    onLink(listener) {
      linkListeners.add(listener);
      listener(link);
      return () => linkListeners.delete(listener);
    },
    set(name, answer) {
      Object.assign(watches, { [name]: answer });
      for (const entry of [...open]) if (entry.name === name) entry.refresh();
    },
    setAction(name, answer) {
      Object.assign(actions, { [name]: answer });
    },
    emit(event) {
      for (const listener of eventListeners) listener(event);
    },
    setLink(next) {
      link = next;
      for (const listener of linkListeners) listener(next);
    },
    openWatches: (name) => [...open].filter((entry) => entry.name === name).map((entry) => entry.args),
  };
}
