import type { Logger } from 'pino';
import type { DefaultEventsMap, Namespace, Server } from 'socket.io';
import { z } from 'zod';
import { resumeRequestSchema } from '../../src-shared/protocol/log.ts';
import {
  DESKTOP_NAMESPACE,
  type DesktopToServer,
  type HandshakeRefusal,
  handshakeSchema,
  type ServerToDesktop,
} from '../../src-shared/protocol/socket.ts';
import { PROTOCOL_VERSION } from '../../src-shared/protocol/version.ts';
import type { CommandRunner } from '../commands/run.ts';
import type { LogReader } from '../log/reader.ts';
import type { Attendance } from '../people/attendance.ts';
import type { QueryRunner } from '../queries/run.ts';
import type { CapabilitiesOf } from '../store/entities/directory.ts';
import { loadPeople } from '../store/entities/person.ts';
import type { Store } from '../store/open.ts';
import type { Colleagues, Watcher } from './colleagues.ts';
import { createFeed, type Feed } from './feed.ts';
import { sendAway } from './send-away.ts';

/** The desktops' sockets: handshake, resume, commands, and one feed each. */
export interface Authenticated {
  workspaceId: string;
  personId: string;
  sessionId: string;
}

export interface GatewayDeps {
  io: Server;
  store: Store;
  reader: LogReader;
  commands: CommandRunner;
  queries: QueryRunner;
  attendance: Attendance;
  colleagues: Colleagues;
  /** Whether this person may see this conversation now. */
  maySee(from: Authenticated, conversationId: string): Promise<boolean>;
  authenticate(
    token: string,
  ): Promise<({ ok: true } & Authenticated) | { ok: false; reason: 'session-expired' | 'session-revoked' }>;
  onRevoked(listener: (sessionId: string) => void): void;
  /** The agent types to the customer of this conversation. */
  typing(from: Authenticated, conversationId: string): void;
  capabilitiesOf: CapabilitiesOf;
  historyDays: number;
  logger: Logger;
  now: () => number;
}

/** How long a desktop may take to apply one batch before its line is given up (a laptop lid may close in between). */
const APPLY_TIMEOUT_MS = 60_000;
const DAY_MS = 86_400_000;

interface SocketData {
  session: Authenticated;
}

export function createDesktopGateway(deps: GatewayDeps) {
  const namespace: Namespace<DesktopToServer, ServerToDesktop, DefaultEventsMap, SocketData> =
    deps.io.of(DESKTOP_NAMESPACE);
  const bySession = new Map<string, Set<{ end(reason: 'session-revoked' | 'session-expired'): void }>>();

  namespace.use(async (socket, next) => {
    const refuse = (refusal: HandshakeRefusal) => next(Object.assign(new Error(refusal.reason), { data: refusal }));
    const handshake = handshakeSchema.safeParse(socket.handshake.auth);
    if (!handshake.success) return refuse({ reason: 'session-expired' });
    if (handshake.data.protocol !== PROTOCOL_VERSION)
      return refuse({ reason: 'protocol-mismatch', server: PROTOCOL_VERSION });
    try {
      const session = await deps.authenticate(handshake.data.token);
      if (!session.ok) return refuse({ reason: session.reason });
      socket.data.session = session;
      next();
    } catch (error) {
      deps.logger.error(
        { error: error instanceof Error ? error.message : 'unknown' },
        'a handshake could not be checked',
      );
      refuse({ reason: 'unavailable' });
    }
  });

  namespace.on('connection', (socket) => {
    const { session } = socket.data;
    let feed: Feed | null = null;
    let unfollow: (() => void) | null = null;
    let closed = false;

    const end = (reason: 'session-expired' | 'session-revoked' | 'permissions-changed') => {
      socket.emit('sessionEnd', { reason });
      socket.disconnect(true);
    };
    // The access token is checked when the line is made. After that the line ends with its session, not with the token:
    // cutting it every ten minutes would show agents a lost connection that is none.
    const handle = { end };
    const handles = bySession.get(session.sessionId) ?? new Set();
    bySession.set(session.sessionId, handles.add(handle));

    deps.attendance
      .arrived(session.workspaceId, session.personId)
      .catch((error: unknown) =>
        deps.logger.warn(
          { error: error instanceof Error ? error.message : 'unknown' },
          'an arrival could not be noted',
        ),
      );

    socket.on('resume', async (raw: unknown, reply: unknown) => {
      const request = resumeRequestSchema.safeParse(raw);
      const answer = asCallback(reply);
      if (!request.success || answer === null) {
        deps.logger.warn('a resume request that does not fit ended its line');
        return socket.disconnect(true);
      }
      try {
        feed?.stop();
        unfollow?.();
        const next = await openFeed();
        if (next === null || closed) return;
        feed = next;
        unfollow = await deps.reader.follow(session.workspaceId, next.wake);
        if (closed) return unfollow();
        answer(await next.resume(request.data));
        next.start();
      } catch (error) {
        deps.logger.error({ error: error instanceof Error ? error.message : 'unknown' }, 'a desktop could not resume');
        socket.disconnect(true);
      }
    });

    const openFeed = async (): Promise<Feed | null> => {
      const [person] = await loadPeople(deps.store.db, session.workspaceId, [session.personId]);
      const row = await deps.store.db
        .selectFrom('person')
        .select('permissions_at')
        .where('id', '=', session.personId)
        .executeTakeFirst();
      if (person === undefined || row === undefined) {
        end('session-revoked');
        return null;
      }
      return createFeed({
        db: deps.store.db,
        reader: deps.reader,
        workspaceId: session.workspaceId,
        viewer: {
          id: person.id,
          role: person.role,
          departmentIds: person.departmentIds,
          permissionsAt: row.permissions_at,
        },
        capabilitiesOf: deps.capabilitiesOf,
        historyHorizon: () => deps.now() - deps.historyDays * DAY_MS,
        now: deps.now,
        line: {
          sendBatch: async (batch) => socket.timeout(APPLY_TIMEOUT_MS).emitWithAck('batch', batch),
          sendSnapshot: async (page) => socket.timeout(APPLY_TIMEOUT_MS).emitWithAck('snapshot', page),
          permissionsChanged: () => end('permissions-changed'),
          restart: (reason) => {
            deps.logger.info({ reason }, 'a desktop is asked to begin again');
            socket.disconnect(true);
          },
        },
      });
    };

    socket.on('command', async (raw: unknown, reply: unknown) => {
      const answer = asCallback(reply);
      if (answer === null) return;
      const result = await deps.commands.run(session, raw);
      answer(result);
      if (result.ok) feed?.confirm(result.at);
    });

    socket.on('query', async (raw: unknown, reply: unknown) => {
      const answer = asCallback(reply);
      if (answer !== null) answer(await deps.queries.run(session, raw));
    });

    const watcher: Watcher = {
      id: socket.id,
      workspaceId: session.workspaceId,
      personId: session.personId,
      tell: (conversationId, colleagues) => socket.emit('colleagues', { conversationId, colleagues }),
    };
    socket.on('looking', async (raw: unknown) => {
      const conversationId = z.string().max(64).nullable().safeParse(raw).data ?? null;
      try {
        const seen = conversationId !== null && (await deps.maySee(session, conversationId));
        if (!closed) deps.colleagues.looks(watcher, seen ? conversationId : null);
      } catch {
        deps.logger.debug('it could not be looked up who may see a conversation');
      }
    });

    socket.on('typing', (raw: unknown) => {
      const conversationId = z.string().max(64).safeParse(raw);
      if (!conversationId.success) return;
      deps.typing(session, conversationId.data);
      deps.colleagues.types(watcher);
    });

    socket.on('disconnect', () => {
      closed = true;
      deps.colleagues.left(watcher);
      feed?.stop();
      unfollow?.();
      handles.delete(handle);
      if (handles.size === 0) bySession.delete(session.sessionId);
      deps.attendance.left(session.workspaceId, session.personId);
    });
  });

  deps.onRevoked((sessionId) => {
    for (const handle of bySession.get(sessionId) ?? []) handle.end('session-revoked');
  });

  return {
    /** This node is about to stop, and others are not. */
    sendAway: () => sendAway(namespace.sockets.values()),
    /** Tells the desktops that serve or watch this conversation that the customer is typing. */
    customerTyping(workspaceId: string, conversationId: string, assigneeId: string | null): void {
      for (const socket of namespace.sockets.values()) {
        const { session } = socket.data;
        if (session.workspaceId === workspaceId && session.personId === assigneeId)
          socket.emit('typing', conversationId);
      }
    },
  };
}

function asCallback(value: unknown): ((reply: unknown) => void) | null {
  return typeof value === 'function' ? (reply) => value(reply) : null;
}
