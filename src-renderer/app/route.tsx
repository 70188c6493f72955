import { createContext, type ReactNode, useContext } from 'react';
import { createStore, type StoreApi, useStore } from 'zustand';
import type { InboxFilter, Preferences } from '../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../src-shared/protocol/defaults.ts';

export type Section = 'inbox' | 'history' | 'settings';

/** What lies over the frame; one at a time. */
export type Overlay =
  | 'palette'
  | 'shortcuts'
  | 'diagnostics'
  | 'outbox'
  | 'start'
  | 'filters'
  | 'filter.save'
  | 'filter.edit';

/** What is to be done with a conversation as soon as it is open: asked from the list, where another one was. */
export type Wish = 'take' | 'transfer' | 'finish' | 'tag';

/** Something that was done and can be taken back. `run` answers with what went wrong, in words; null: nothing did. */
export interface UndoOffer {
  id: string;
  /** The id of what was done it to; who takes it back elsewhere withdraws the offer by it. */
  about: string | null;
  run(): Promise<string | null>;
}

/** A conversation's finishing as the agent asked for it. */
export interface Qualified {
  conversationId: string;
  reasonId: string | null;
  description: string | null;
}

/** With whom a new conversation is to begin: whoever an earlier one was with, a contact's known address, or a number. */
export type StartFrom =
  /** `through`: its own connection and address, or those of one that is served as one with it. */
  | { kind: 'conversation'; conversationId: string; through?: { connectionId: string; identityId: string } }
  | { kind: 'identity'; contactId: string; identityId: string }
  /** A Brazilian number as a contact card has it. */
  | { kind: 'number'; number: string };

/** What is looked at: view state only, nothing of it is data. */
export interface Route {
  section: Section;
  /** The conversation in the chat pane. */
  conversationId: string | null;
  /** The message the chat must open at (from a search); `nonce` tells two wishes for the same message apart. */
  focus: { messageId: string; nonce: number } | null;
  filter: InboxFilter;
  /** The saved filter set that was chosen; the filter may differ from it by now. */
  savedFilterId: string | null;
  /** Whose kept view of the list was put back; null: nobody's yet. */
  restoredFor: string | null;
  /** What stands in the inbox's search box. */
  search: string;
  /** The contact panel at the right, when there is room or it was asked for. */
  panelOpen: boolean;
  overlay: Overlay | null;
  /** What «Nova conversa» is filled in from; null: nothing. */
  startFrom: StartFrom | null;
  /** What is to be done in `conversationId` as soon as it is here. */
  wish: Wish | null;
  /** By which of the conversations served as one the next answer goes, as it was asked for; null: nobody asked. */
  through: string | null;
  undo: UndoOffer | null;
  /** The newest qualification that was given: called back, the form holds what it held. */
  qualified: Qualified | null;
  /** Asked before the section is left; true: it takes over, and calls `leave` if the person still wants to. */
  guard: ((leave: () => void) => boolean) | null;
  setGuard(guard: Route['guard']): void;
  go(section: Section): void;
  openConversation(conversationId: string, messageId?: string): void;
  closeConversation(): void;
  /** Opens the conversation for something to be done with it. */
  openFor(conversationId: string, wish: Wish): void;
  /** Opens the conversation, to be answered by its own way where it is served as one with others. */
  openThrough(conversationId: string): void;
  granted(): void;
  setUndo(undo: UndoOffer | null): void;
  setQualified(qualified: Qualified): void;
  setSavedFilter(id: string | null): void;
  /** The list as this person left it. */
  restoreView(personId: string, kept: Preferences['inboxView']): void;
  setFilter(change: Partial<InboxFilter>): void;
  setSearch(text: string): void;
  setPanelOpen(open: boolean): void;
  setOverlay(overlay: Overlay | null): void;
  /** Opens «Nova conversa», filled in where it is known with whom. */
  openStart(from: StartFrom | null): void;
}

export const allOpen: InboxFilter = {
  tab: 'all',
  status: 'open',
  order: 'newest',
  ...plainFilterLists,
};

export type RouteStore = StoreApi<Route>;

export function createRoute(start: Partial<Route> = {}): RouteStore {
  return createStore<Route>()((set, get) => {
    const leave = (then: () => void) => {
      const { guard } = get();
      if (guard === null || !guard(then)) then();
    };
    return {
      section: 'inbox',
      conversationId: null,
      focus: null,
      filter: allOpen,
      savedFilterId: null,
      restoredFor: null,
      search: '',
      panelOpen: true,
      overlay: null,
      startFrom: null,
      wish: null,
      through: null,
      undo: null,
      qualified: null,
      guard: null,
      setGuard: (guard) => set({ guard }),
      go: (section) => {
        if (section === get().section) set({ overlay: null });
        else leave(() => set({ section, overlay: null }));
      },
      openConversation: (conversationId, messageId) =>
        leave(() =>
          set((now) => ({
            section: 'inbox',
            overlay: null,
            conversationId,
            wish: null,
            through: null,
            focus: messageId === undefined ? null : { messageId, nonce: (now.focus?.nonce ?? 0) + 1 },
          })),
        ),
      closeConversation: () => set({ conversationId: null, focus: null, wish: null }),
      openFor: (conversationId, wish) => {
        get().openConversation(conversationId);
        if (get().conversationId === conversationId) set({ wish });
      },
      openThrough: (conversationId) => {
        get().openConversation(conversationId);
        if (get().conversationId === conversationId) set({ through: conversationId });
      },
      granted: () => set({ wish: null }),
      setUndo: (undo) => set({ undo }),
      setQualified: (qualified) => set({ qualified }),
      setSavedFilter: (savedFilterId) => set({ savedFilterId }),
      restoreView: (personId, kept) =>
        set((now) => ({
          restoredFor: personId,
          ...(kept !== undefined && kept),
          // What somebody else left behind is not this person's.
          ...(kept === undefined && now.restoredFor !== null && { filter: allOpen, savedFilterId: null }),
        })),
      setFilter: (change) => set((now) => ({ filter: { ...now.filter, ...change } })),
      setSearch: (search) => set({ search }),
      setPanelOpen: (panelOpen) => set({ panelOpen }),
      setOverlay: (overlay) => set({ overlay }),
      openStart: (startFrom) => set({ overlay: 'start', startFrom }),
      ...start,
    };
  });
}

const RouteContext = createContext<RouteStore | null>(null);

export function RouteProvider({ route, children }: { route: RouteStore; children: ReactNode }) {
  return <RouteContext value={route}>{children}</RouteContext>;
}

export function useRouteStore(): RouteStore {
  const route = useContext(RouteContext);
  if (route === null) throw new Error('a component that knows where it is needs a RouteProvider above it');
  return route;
}

export function useRoute<Part>(select: (route: Route) => Part): Part {
  return useStore(useRouteStore(), select);
}
