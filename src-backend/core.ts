import type { Logger } from 'pino';
import { z } from 'zod';
import type { Channel, Conversation } from '../src-shared/protocol/entities.ts';
import { createAutomations } from './automations/automations.ts';
import { createAutomationSweep } from './automations/sweep.ts';
import { createSendTemplate } from './automations/templates.ts';
import { type ConnectionDirectory, createConnectionDirectory } from './channels/connections.ts';
import type { ChannelAdapter, ConversationNews, InboundDoor } from './channels/contract.ts';
import { createAutomationHandlers } from './commands/automations.ts';
import { contactHandlers } from './commands/contacts.ts';
import { createConversationHandlers } from './commands/conversations.ts';
import { refused } from './commands/handler.ts';
import { createMessageHandlers } from './commands/messages.ts';
import { createPresenceHandlers } from './commands/presence.ts';
import { type CommandRunner, createCommandRunner } from './commands/run.ts';
import { savedTextHandlers } from './commands/saved-texts.ts';
import { createSettingsHandlers } from './commands/settings.ts';
import { createStartHandlers } from './commands/start.ts';
import { createHints, type Hints } from './conversations/hints.ts';
import { createInbound, type Inbound } from './conversations/inbound.ts';
import { createOutbound, UNCERTAIN } from './conversations/outbound.ts';
import { createReceivedMedia } from './conversations/received-media.ts';
import { createJobs, type Jobs } from './jobs/jobs.ts';
import { defineQueue } from './jobs/queue.ts';
import { createPruning } from './log/prune.ts';
import { createLogReader, type LogReader } from './log/reader.ts';
import { createWorkspaceLog, type WorkspaceLog, type WriteTransaction } from './log/write.ts';
import type { MediaStore } from './media/media-store.ts';
import { type Attendance, createAttendance, graceMsOf } from './people/attendance.ts';
import { pauseQueryHandlers } from './people/pause-queries.ts';
import { createQueryRunner, type QueryRunner } from './queries/run.ts';
import { createStartCheck } from './queries/start-check.ts';
import { settingsHistory } from './settings/history.ts';
import { createRoutingWatch, type RoutingWatch } from './routing/watch.ts';
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
  attendance: Attendance;
  routing: RoutingWatch;
  hints: Hints;
  jobs: Jobs;
  /** To be called when the customer of an address types; the gateway tells the desktop that serves them. */
  onCustomerTyping(listener: (workspaceId: string, conversationId: string, assigneeId: string | null) => void): void;
  close(): Promise<void>;
}

export const outboundQueue = defineQueue('outbound', z.object({ workspaceId: z.string(), messageId: z.string() }), {
  ordered: true,
  tries: 6,
  timeoutMs: 2 * 60_000,
});

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
}

export async function createCore(deps: CoreDeps): Promise<Core> {
  const { store, media, logger, now } = deps;
  const log = createWorkspaceLog({ store, now });
  const reader = await createLogReader({ store, log, logger });
  const connections = await createConnectionDirectory({ store, adapters: deps.adapters, logger });
  const jobs = await createJobs({ store, log: logger, queues: [outboundQueue, receivedMediaQueue] });
  const hints = createHints({ store, connections, logger });
  const typingListeners: Parameters<Core['onCustomerTyping']>[0][] = [];

  const tellAssigned = (ids: string[]): void => {
    hints.tellAssigned(ids).catch(() => logger.info('a hint to a customer was lost'));
  };

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

  const tell = (
    conversation: Conversation,
    news: { type: 'joined'; agentName: string } | { type: 'finished' },
  ): Promise<void> => {
    const full: ConversationNews =
      news.type === 'finished' ? { type: 'finished', protocol: conversation.protocol } : news;
    return hints.tell(conversation, full);
  };

  const queueSend = (tx: WriteTransaction, messageId: string, conversationId: string): Promise<void> =>
    jobs.enqueue(tx.db, outboundQueue, { workspaceId: tx.workspaceId, messageId }, { key: conversationId });

  const automations = createAutomations({
    connection: connections.byId,
    send: queueSend,
    sendTemplate: createSendTemplate(queueSend),
  });

  const commands = createCommandRunner({
    log,
    logger,
    queueSend,
    handlers: {
      ...createMessageHandlers({
        connection: connections.byId,
        media: (workspaceId, mediaId, db) => media.describe(workspaceId, mediaId, db),
      }),
      ...createConversationHandlers({
        tellCustomer: tell,
        tellAssigned: hints.tellAssigned,
        markRead: hints.read,
      }),
      ...contactHandlers,
      ...savedTextHandlers,
      ...createSettingsHandlers({ endSessionsOf: deps.endSessionsOf }),
      ...createAutomationHandlers({ automations }),
      'message.react': async () => refused('not-supported'),
      ...createStartHandlers({
        connection: connections.byId,
        media: (workspaceId, mediaId, db) => media.describe(workspaceId, mediaId, db),
      }),
      'template.sync': async () => refused('not-supported'),
      ...createPresenceHandlers({ endSession: deps.endSession }),
    },
  });

  const queries = createQueryRunner({
    store,
    logger,
    now,
    handlers: {
      'conversation.startCheck': createStartCheck({ connection: connections.byId }),
      'settings.history': settingsHistory,
      ...pauseQueryHandlers,
    },
  });

  const received = createReceivedMedia({ store, log, connections, media });

  await jobs.work(
    outboundQueue,
    { concurrency: 8 },
    {
      async run({ workspaceId, messageId }, { attempt }) {
        const result = await outbound.deliver({ workspaceId, messageId, lastTry: attempt >= SEND_TRIES });
        return result.done ? undefined : { againAfterMs: result.afterMs };
      },
      giveUp: ({ workspaceId, messageId }) => outbound.abandon({ workspaceId, messageId, code: UNCERTAIN }),
    },
  );
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
    attendance,
    routing,
    hints,
    jobs,
    door: {
      accept: inbound.accept,
      connections: (channel: Channel) => connections.ofChannel(channel),
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
