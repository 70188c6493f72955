import { createFakeBridge, type FakeBridge } from '../../../src-renderer/bridge/fake.ts';
import type { ConnectionView, Directory, InboxRow, Preferences } from '../../../src-shared/bridge/views.ts';
import type { Person, Role } from '../../../src-shared/protocol/entities.ts';
import type { StartCheck, StartTarget } from '../../../src-shared/protocol/queries.ts';
import { bulks } from './bulks.ts';
import { inboxView, savedFilters } from './filters.ts';
import { alice, changes, operationDirectory, sofia } from './operation.ts';
import { ana, directory, MINUTE, NOW } from './people.ts';
import { longNames, rowAt } from './rows.ts';
import { foundHere, foundOnServer } from './searches.ts';

export interface Scene {
  rows: number;
  theme: Preferences['theme'];
  density: Preferences['density'];
  language: Preferences['language'];
  long: boolean;
  /** Who looks, in an operation with everything that is set up; absent: Ana, in a bare one. */
  role?: Role;
  /** Minutes of a pause that lasts. */
  paused?: number;
  /** The list is narrowed by a saved set that was changed since. */
  filtered?: boolean;
  listWidth?: number;
  /** A bulk action of the inbox, under way or at its end. */
  bulk?: 'running' | 'ended';
  state:
    | 'online'
    | 'offline'
    | 'catching-up'
    | 'notices'
    | 'signed-out'
    | 'locked'
    | 'protect'
    | 'blocked'
    | 'starting';
}

const online: ConnectionView = { state: 'online', cause: null, catchingUp: null, clockSkewMs: 0, localProblem: null };

function connectionOf(state: Scene['state']): ConnectionView {
  if (state === 'offline') return { ...online, state: 'offline', cause: { kind: 'network' } };
  if (state === 'catching-up') return { ...online, catchingUp: { kind: 'log', remaining: 1284 } };
  if (state === 'notices') return { ...online, clockSkewMs: 8 * 60_000, localProblem: 'cache-rebuilt' };
  return online;
}

/** The whole bridge of one picture. */
export function sceneBridge(scene: Scene): FakeBridge {
  const row = (index: number): InboxRow => (scene.long ? longNames(rowAt(index), index) : rowAt(index));
  let preferences: Preferences = {
    theme: scene.theme,
    density: scene.density,
    language: scene.language,
    zoom: 1,
    listWidth: scene.listWidth ?? 348,
    notifications: { newConversation: true, newMessage: true, mention: true, sound: true },
    shortcuts: {},
    ...(scene.filtered === true && { inboxView }),
  };
  const viewer = viewerOf(scene);
  const bridge = createFakeBridge({
    watches: {
      session: sessionOf(scene.state, viewer),
      connection: connectionOf(scene.state),
      preferences,
      directory: directoryOf(scene, viewer),
      outbox: outboxOf(scene.state),
      uploads: [],
      bulk: scene.bulk === undefined ? null : bulks[scene.bulk],
      'inbox.counts': () => ({
        tabs: { all: scene.rows, mine: Math.min(scene.rows, 6), unassigned: Math.min(scene.rows, 14) },
        statuses: { open: scene.rows, awaiting: 9, failed: 1, finished: 2140, automation: 3 },
        unread: scene.rows === 0 ? 0 : 4,
      }),
      'inbox.list': ({ start, count }) => ({
        total: scene.rows,
        rows: Array.from({ length: Math.max(0, Math.min(count, scene.rows - start)) }, (_, at) => row(start + at)),
      }),
    },
    queries: {
      search: ({ text, conversationId }) => ({ hits: text.startsWith('zz') ? [] : foundHere(text, conversationId) }),
      'search.older': ({ text, before }) => ({
        ok: true,
        value: text.startsWith('zz') ? { hits: [], next: null } : foundOnServer(text, before),
      }),
      draft: { text: '' },
      'draft.email': null,
      'server.connection.signature': { ok: true, value: { text: 'Ana Souza\nLoja Aurora' } },
      'server.settings.history': { ok: true, value: { changes, more: true } },
      'server.contact.orders': { ok: true, value: { state: 'no-shop' } },
      'server.pauses.mine': { ok: true, value: { workFrom: NOW - 190 * MINUTE, pauses: [] } },
      'server.conversation.startCheck': ({ to }) => ({ ok: true, value: standing(to) }),
    },
    actions: {
      'server.conversation.start': ({ to }) => {
        const check = standing(to);
        return check.allowed
          ? { ok: true, queued: false, id: 'started', conversationId: 'mariana' }
          : { ok: false, reason: check.reason, detail: null };
      },
      'server.session.signOut': { ok: false, reason: 'open-conversations', detail: null },
      'session.signIn': { ok: false, reason: 'wrong-credentials' },
    },
  });
  // Somebody writes in a conversation further down.
  globalThis.addEventListener?.('gallery:news', () => {
    const order = [40, 11, 9, ...Array.from({ length: 120 }, (_, at) => at).filter((at) => ![40, 11, 9].includes(at))];
    bridge.set('inbox.list', ({ start, count }) => ({
      total: scene.rows,
      rows: order
        .slice(start, start + count)
        .map((at, place) => ({ ...row(at), at: row(at).at + (place < 3 ? 1e9 : 0) })),
    }));
  });
  return {
    ...bridge,
    action: async (name, args) => {
      if (name === 'preferences.set') {
        preferences = { ...preferences, ...(args as Partial<Preferences>) };
        bridge.set('preferences', preferences);
      }
      return bridge.action(name, args);
    },
  };
}

/** In São Paulo they wrote today, in Rio a colleague serves them, in Minas we are full; elsewhere it is long ago. */
function standing(to: StartTarget): StartCheck {
  const area = to.kind === 'phone' ? to.number.slice(0, 2) : '';
  if (area === '31') return { allowed: false, reason: 'at-capacity' };
  if (area === '21') {
    const holder = { agentId: 'bruno', agentName: 'Bruno Tavares', departmentName: 'Vendas', conversationId: 'rita' };
    return { allowed: false, reason: 'served-by-other', holder };
  }
  const known = { contactTitle: 'Mariana Cavalcanti de Albuquerque', conversationId: 'mariana' };
  const hours = area === '11' ? 3 : 31;
  return {
    allowed: true,
    window: hours < 24 ? 'open' : 'closed',
    lastInboundAt: NOW - hours * 3_600_000,
    ...known,
  };
}

/** Who looks at the picture. */
function viewerOf({ role, paused }: Scene): Person {
  if (role === 'supervisor') return sofia;
  if (role === 'admin') return alice;
  if (paused === undefined) return ana;
  return { ...ana, presence: { state: 'paused', reason: 'Descanso NR-17', since: NOW - paused * MINUTE } };
}

function directoryOf({ role }: Scene, viewer: Person): Directory {
  if (role === undefined) return { ...directory, savedFilters };
  const people = operationDirectory.people.map((person) => (person.id === viewer.id ? viewer : person));
  return { ...operationDirectory, people };
}

function sessionOf(state: Scene['state'], person: Person) {
  if (state === 'starting') return { phase: 'starting' } as const;
  if (state === 'protect') return { phase: 'choose-protection' } as const;
  if (state === 'locked') {
    const serverUrl = 'https://turno.aurora.example';
    return { phase: 'locked', email: 'ana@aurora.example', name: 'Ana', serverUrl, signedIn: false } as const;
  }
  if (state === 'blocked') return { phase: 'blocked', reason: 'newer-database' } as const;
  if (state === 'signed-out') {
    return {
      phase: 'signed-out',
      serverUrl: 'https://turno.aurora.example',
      email: null,
      notice: 'session-expired',
    } as const;
  }
  const workspace = { id: 'aurora', name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' };
  return { phase: 'ready', person, workspace, email: 'ana@aurora.example' } as const;
}

function outboxOf(state: Scene['state']) {
  if (state === 'notices') {
    return {
      pending: [],
      conflicts: [
        {
          id: 'c1',
          name: 'conversation.finish',
          conversationId: 'mariana',
          title: 'Mariana Cavalcanti de Albuquerque',
          at: NOW - 600_000,
          reason: 'already-finished' as const,
          text: 'Troca feita na loja do shopping',
        },
      ],
    };
  }
  const pending = [{ id: 'p1', name: 'note.add', conversationId: 'mariana', at: NOW - 60_000 }];
  return { pending: state === 'offline' ? pending : [], conflicts: [] };
}
