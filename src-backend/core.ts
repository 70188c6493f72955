import type { Logger } from 'pino';
import { z } from 'zod';
import type { Channel } from '../src-shared/protocol/entities.ts';
import { createAutomations } from './automations/automations.ts';
import { type AutomationSweep, createAutomationSweep } from './automations/sweep.ts';
import { createSendTemplate } from './automations/templates.ts';
import { isReadingCode, noteFailure, noteSuccess } from './channels/connection-problem.ts';
import { type ConnectionDirectory, createConnectionDirectory } from './channels/connections.ts';
import type { ChannelAdapter, InboundDoor } from './channels/contract.ts';
import { createProfiles, profileQueue } from './channels/profiles.ts';
import { createTemplateSync, type TemplateSync, templateSyncQueue } from './channels/template-sync.ts';
import { createHandlers } from './commands/handlers.ts';
import { type CommandRunner, createCommandRunner } from './commands/run.ts';
import { createHints, type Hints } from './conversations/hints.ts';
import { createInbound, type Inbound } from './conversations/inbound.ts';
import { createOutbound, UNCERTAIN } from './conversations/outbound.ts';
import { createOutboundReactions, wantedReactionSchema } from './conversations/outbound-reaction.ts';
import { createReceivedMedia } from './conversations/received-media.ts';
import { createJobs, type Jobs } from './jobs/jobs.ts';
import { defineQueue } from './jobs/queue.ts';
import { createPruning } from './log/prune.ts';
import { createLogReader, type LogReader } from './log/reader.ts';
import { createWorkspaceLog, type WorkspaceLog, type WriteTransaction } from './log/write.ts';
import type { MediaStore } from './media/media-store.ts';
import { type Attendance, createAttendance, graceMsOf } from './people/attendance.ts';
import { pauseQueryHandlers } from './people/pause-queries.ts';
import { archiveHandlers } from './queries/archive.ts';
import { automationRevisions } from './queries/automation-revisions.ts';
import { createConversationList } from './queries/conversation-list.ts';
import { createQueryRunner, type QueryRunner } from './queries/run.ts';
import { createSignature } from './queries/signature.ts';
import { createStartCheck } from './queries/start-check.ts';
import { createRoutingWatch, type RoutingWatch } from './routing/watch.ts';
import { search } from './search/search.ts';
import { settingsHistory } from './settings/history.ts';
import { createContactOrders } from './shop/contact-orders.ts';
import { createShops } from './shop/shops.ts';
import type { Store } from './store/open.ts';

/**
 * The backend without its sockets: what arrives becomes events, commands are applied, messages are sent, and whoever
 * reads the log hears of it. Tests open it alone.
 */
export interface Core {
  log: WorkspaceLog;
  reader: LogReader;
  connections: ConnectionDirectory;
  door: InboundDoor;
  inbound: Inbound;
  commands: CommandRunner;
  queries: QueryRunner;
  automationSweep: AutomationSweep;
  attendance: Attendance;
  routing: RoutingWatch;
  hints: Hints;
  templates: TemplateSync;
  jobs: Jobs;
  /** To be called when the customer of an address types; the gateway tells the desktop that serves them. */
  onCustomerTyping(listener: (workspaceId: string, conversationId: string, assigneeId: string | null) => void): void;
  close(): Promise<void>;
}

/** Everything that goes out to the customer of a conversation, one after the other: messages, and reactions to theirs. */
export const outboundQueue = defineQueue(
  'outbound',
  z.object({ workspaceId: z.string(), messageId: z.string(), reaction: wantedReactionSchema.optional() }),
  { ordered: true, tries: 6, timeoutMs: 4 * 60_000 },
);

export const receivedMediaQueue = defineQueue(
  'received-media',
  z.object({ workspaceId: z.string(), mediaId: z.string(), messageId: z.string(), connectionId: z.string() }),
  { tries: 8 },
);

/** Tries at a send that the provider asked to repeat later, after which the agent is shown the failure. */
const SEND_TRIES = 6;

export interface CoreDeps {
  store: Store;
  media: MediaStore;
  adapters: ChannelAdapter[];
  endSession: (sessionId: string) => Promise<void>;
  /** Ends all sessions of a person who was deactivated. */
  endSessionsOf: (personId: string) => Promise<void>;
  logger: Logger;
  now: () => number;
  attendance?: { graceMs: number; everyMs: number };
  /** Where this backend listens, for the demo shop that it serves itself. */
  ownUrl?: () => string | null;
}

export async function createCore(deps: CoreDeps): Promise<Core> {
  const { store, media, logger, now } = deps;
  const log = createWorkspaceLog({ store, now });
  const reader = await createLogReader({ store, log, logger });
  const connections = await createConnectionDirectory({ store, adapters: deps.adapters, logger });
  const jobs = await createJobs({
    store,
    log: logger,
    queues: [outboundQueue, receivedMediaQueue, templateSyncQueue, profileQueue],
  });
  const templates = await createTemplateSync({ store, log, connections, jobs, logger, now });
  const profiles = createProfiles({
    log,
    connections,
    enqueue: (tx, job) => jobs.enqueue(tx.db, profileQueue, job),
  });
  const hints = createHints({ store, connections, logger });
  const typingListeners: Parameters<Core['onCustomerTyping']>[0][] = [];

  const tellAssigned = (ids: string[]): void => {
    hints.tellAssigned(ids).catch(() => logger.info('a hint to a customer was lost'));
  };

  const queueSend = (tx: WriteTransaction, messageId: string, conversationId: string): Promise<void> =>
    jobs.enqueue(tx.db, outboundQueue, { workspaceId: tx.workspaceId, messageId }, { key: conversationId });

  const automations = createAutomations({
    connection: connections.byId,
    send: queueSend,
    sendTemplate: createSendTemplate(queueSend),
  });

  const inbound = createInbound({
    store,
    log,
    connections,
    logger,
    now,
    timeZoneOf: async ({ db, workspaceId }) => {
      const row = await db.selectFrom('workspace').select('time_zone').where('id', '=', workspaceId).executeTakeFirst();
      return row?.time_zone ?? 'UTC';
    },
    tellAssigned,
    storedMedia: (db, workspaceId, mediaId) => media.describe(workspaceId, mediaId, db),
    fetchMedia: (tx, wanted) => jobs.enqueue(tx.db, receivedMediaQueue, { workspaceId: tx.workspaceId, ...wanted }),
    customerSeen: profiles.seen,
    templateNews: templates.news,
    customerWrote: automations.customerWrote,
  });

  const outbound = createOutbound({
    store,
    log,
    connections,
    logger,
    now,
    readMedia: async (workspaceId, mediaId) => {
      const file = await media.open(workspaceId, mediaId);
      if (file === null) throw new Error('the medium of a message is gone');
      return file.bytes;
    },
  });

  const reactions = createOutboundReactions({ store, log, connections });

  const commands = createCommandRunner({
    log,
    logger,
    queueSend,
    handlers: createHandlers({
      ...{ connections, media, hints, automations, templates },
      ...{ endSession: deps.endSession, endSessionsOf: deps.endSessionsOf },
      queueReaction: ({ db, workspaceId }, messageId, conversationId, reaction) =>
        jobs.enqueue(db, outboundQueue, { workspaceId, messageId, reaction }, { key: conversationId }),
    }),
  });

  const queries = createQueryRunner({
    store,
    logger,
    now,
    handlers: {
      'conversation.startCheck': createStartCheck({ connection: connections.byId }),
      'connection.signature': createSignature({ connection: connections.byId }),
      'settings.history': settingsHistory,
      'automation.revisions': automationRevisions,
      ...pauseQueryHandlers,
      ...archiveHandlers,
      'contact.orders': createContactOrders(createShops({ ownUrl: deps.ownUrl ?? (() => null), now })),
      'conversation.list': createConversationList({
        windows: (workspaceId) =>
          connections
            .all()
            .flatMap(({ id, workspaceId: owner, capabilities: { windowMs } }) =>
              owner === workspaceId && windowMs !== null ? [{ connectionId: id, windowMs }] : [],
            ),
      }),
      search,
    },
  });

  const received = createReceivedMedia({ store, log, connections, media });

  await jobs.work(
    outboundQueue,
    { concurrency: 8 },
    {
      async run({ reaction, ...job }, { attempt }) {
        const lastTry = attempt >= SEND_TRIES;
        const result = await (reaction === undefined
          ? outbound.deliver({ ...job, lastTry })
          : reactions.deliver({ ...job, reaction, lastTry }));
        return result.done ? undefined : { againAfterMs: result.afterMs };
      },
      giveUp: ({ reaction, ...job }) =>
        reaction === undefined
          ? outbound.abandon({ ...job, code: UNCERTAIN })
          : reactions.abandon({ ...job, reaction }),
    },
  );
  await jobs.work(profileQueue, { concurrency: 2 }, { run: profiles.ask, giveUp: async () => undefined });
  await jobs.work(
    receivedMediaQueue,
    { concurrency: 2 },
    {
      run: (job) => received.fetch(job),
      giveUp: (job) => received.giveUp(job),
    },
  );

  const people = deps.attendance;
  const grace = people === undefined ? graceMsOf : () => people.graceMs;
  const attendance = createAttendance({
    store,
    log,
    logger,
    now,
    graceMsOf: grace,
    tellAssigned,
    ...(people && { everyMs: people.everyMs }),
  });
  const routing = createRoutingWatch({ store, log, logger, now, graceMsOf: grace, tellAssigned });
  const automationSweep = createAutomationSweep({ store, log, automations, logger, now });
  const pruning = createPruning({ store, logger, now });
  void inbound
    .settle()
    .catch((error: unknown) =>
      logger.error({ error: String(error) }, 'what was pending at start could not be applied'),
    );

  return {
    log,
    reader,
    connections,
    inbound,
    commands,
    queries,
    automationSweep,
    attendance,
    routing,
    hints,
    templates,
    jobs,
    door: {
      accept: inbound.accept,
      connections: (channel: Channel) => connections.ofChannel(channel),
      async trouble(connectionId, problem) {
        const connection = connections.byId(connectionId);
        if (connection === null) return;
        await log.write(connection.workspaceId, (tx) =>
          problem === null ? noteSuccess(tx, connection, isReadingCode) : noteFailure(tx, connection, problem),
        );
      },
      typing(connectionId, address) {
        hints
          .conversationOf(connectionId, address)
          .then((found) => {
            if (found !== null)
              for (const listener of typingListeners) listener(found.workspaceId, found.id, found.assigneeId);
          })
          .catch(() => undefined);
      },
    },
    onCustomerTyping: (listener) => {
      typingListeners.push(listener);
    },
    async close() {
      attendance.close();
      templates.close();
      await routing.close();
      pruning.close();
      await automationSweep.close();
      await inbound.close();
      await jobs.stop();
      await reader.close();
      await connections.close();
    },
  };
}
