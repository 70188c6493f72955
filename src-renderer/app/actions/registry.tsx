import { createContext, type ReactNode, useContext, useEffect, useRef, useSyncExternalStore } from 'react';

export type ActionGroup = 'general' | 'inbox' | 'conversation' | 'composer';

/** Something a person can do by a shortcut or from the palette. Ids are stable: changed shortcuts are kept under them. */
export interface AppAction {
  /** Like `conversation.take`. */
  id: string;
  /** What it does, in the interface's language. */
  label: string;
  group: ActionGroup;
  /** Default keys in tinykeys' grammar (`$mod+k`, `j`, `Shift+?`); null: only in the palette until someone sets one. */
  keys: string | null;
  run(): void;
  /** Whether it makes sense now; absent: always. Asked at the moment of use. */
  enabled?: () => boolean;
  /** Not listed in the palette (moving in a list, say). */
  hidden?: boolean;
  /** It is another's turn: as if it were not registered. */
  suspended?: boolean;
}

export interface Actions {
  /** The newest registration of an id wins until it is taken back by the returned function. */
  register(action: AppAction): () => void;
  /** What can be done now. */
  list(): readonly AppAction[];
  /** Everything that was registered since the window opened: shortcuts are changed where their actions are not. */
  known(): readonly AppAction[];
  subscribe(changed: () => void): () => void;
}

export function createActions(): Actions {
  const registered = new Set<AppAction>();
  const listeners = new Set<() => void>();
  const seen = new Map<string, AppAction>();
  let listed: readonly AppAction[] = [];
  let known: readonly AppAction[] = [];

  const changed = () => {
    listed = [...new Map([...registered].map((action) => [action.id, action])).values()];
    for (const listener of listeners) listener();
  };

  return {
    register(action) {
      registered.add(action);
      seen.set(action.id, action);
      known = [...seen.values()];
      changed();
      return () => {
        registered.delete(action);
        changed();
      };
    },
    list: () => listed,
    known: () => known,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const ActionsContext = createContext<Actions | null>(null);

export function ActionsProvider({ actions, children }: { actions: Actions; children: ReactNode }) {
  return <ActionsContext value={actions}>{children}</ActionsContext>;
}

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (actions === null) throw new Error('a component that registers actions needs an ActionsProvider above it');
  return actions;
}

export function useActionList(): readonly AppAction[] {
  const actions = useActions();
  return useSyncExternalStore(actions.subscribe, actions.list);
}

export function useKnownActions(): readonly AppAction[] {
  const actions = useActions();
  return useSyncExternalStore(actions.subscribe, actions.known);
}

/** Registers the action while the component is on the screen. `run` and `enabled` are always the latest render's. */
export function useRegisterAction(action: AppAction): void {
  const actions = useActions();
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  const { id, label, group, keys, hidden = false, suspended = false } = action;
  useEffect(() => {
    if (suspended) return;
    return actions.register({
      id,
      label,
      group,
      keys,
      hidden,
      run: () => latest.current.run(),
      enabled: () => latest.current.enabled?.() ?? true,
    });
  }, [actions, id, label, group, keys, hidden, suspended]);
}
