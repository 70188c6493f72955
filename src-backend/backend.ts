import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { Server } from 'socket.io';
import { HEARTBEAT } from '../src-shared/protocol/socket.ts';
import { createAccounts } from './accounts/accounts.ts';
import { createPasswords, type Passwords } from './accounts/passwords.ts';
import { serveBackups } from './backup/running.ts';
import { capabilitiesWith } from './channels/capabilities.ts';
import type { ChannelAdapter } from './channels/contract.ts';
import { createEmailChannel } from './channels/email/channel.ts';
import { emailPageRoutes } from './channels/email/html-route.ts';
import { createFormChannel } from './channels/form/channel.ts';
import { createFormLimits } from './channels/form/limits.ts';
import { firstFormKey, formRoutes } from './channels/form/routes.ts';
import { createFormTokens } from './channels/form/token.ts';
import { createInstagramChannel, instagramWebhook } from './channels/instagram/channel.ts';
import { createLiveChatChannel } from './channels/livechat/channel.ts';
import { attachLiveChat, createLiveChatServer } from './channels/livechat/gateway.ts';
import { createLiveChatLimits, LIVECHAT_RATES } from './channels/livechat/limits.ts';
import type { MediaBytes } from './channels/livechat/parts.ts';
import { liveChatRoutes } from './channels/livechat/routes.ts';
import { createLiveChatStore } from './channels/livechat/store.ts';
import { createMessengerChannel, messengerWebhook } from './channels/messenger/channel.ts';
import { createWhatsAppChannel } from './channels/whatsapp/channel.ts';
import { whatsappWebhook } from './channels/whatsapp/webhook.ts';
import { type Core, createCore } from './core.ts';
import { demoContactPage } from './demo/shop/contact.ts';
import { demoOrders } from './demo/shop/orders.ts';
import { createAuthentication } from './http/authentication.ts';
import { createClientAddress } from './http/client-address.ts';
import { createFarewell } from './http/farewell.ts';
import { createHttp } from './http/http.ts';
import { createMediaAccess } from './media/access.ts';
import { createMediaStore } from './media/media-store.ts';
import { mediaRoutes } from './media/routes.ts';
import { createMediaSweep } from './media/sweep.ts';
import { provision } from './provision/provision.ts';
import { createColleagues } from './realtime/colleagues.ts';
import { createDesktopGateway } from './realtime/gateway.ts';
import { createMaySee } from './realtime/may-see.ts';
import type { CapabilitiesOf } from './store/entities/directory.ts';
import { type OpenStoreRefusal, openStore, type StoreLocation } from './store/open.ts';
import { openSharedClock } from './store/shared-clock.ts';
import { VERSION } from './version.ts';

/** The whole backend: database, channels, sockets and HTTP, listening. */
export interface Backend {
  /** `http://127.0.0.1:8080` */
  url: string;
  core: Core;
  provision(file: unknown, environment: Record<string, string | undefined>): ReturnType<typeof provision>;
  /** Says that it is not ready any more, so that a balancer gives it nothing new; it serves on until it is closed. */
  drain(): void;
  close(): Promise<void>;
}

export interface BackendOptions {
  location: StoreLocation;
  port: number;
  host: string;
  logger: Logger;
  /** Path of the built live-chat widget; the script of forms lies beside it. */
  widgetFile: string;
  now?: () => number;
  /** See environment.ts. */
  metricsToken?: string | null;
  trustedProxies?: string[];
  /** Finished conversations of this many days are sent to every desktop; older ones stay on the server. */
  historyDays?: number;
  passwords?: Passwords;
  attendance?: { graceMs: number; everyMs: number };
}

/** For answers that are on their way when the backend stops. */
const GOODBYE_MS = 1_000;

/** A batch of the log is far below this; what a desktop sends is text. */
const MAX_FRAME_BYTES = 1024 * 1024;

export async function createBackend(
  options: BackendOptions,
): Promise<{ ok: true; backend: Backend } | ({ ok: false } & OpenStoreRefusal)> {
  const { logger } = options;
  const opened = await openStore(options.location, { log: logger });
  if (!opened.ok) return opened;
  const { store } = opened;
  const clock = await openSharedClock(store, logger);
  const now = options.now ?? clock.now;

  const passwords = options.passwords ?? createPasswords();
  const accounts = await createAccounts({ store, logger, now, passwords });
  const media = createMediaStore({ store, now });
  const sweep = createMediaSweep({ store, logger, now });
  const visitorImages: MediaBytes = {
    async put(file) {
      return (await media.keep({ ...file, claimedMime: file.mime })).id;
    },
    async open({ workspaceId, mediaId }) {
      return (await media.open(workspaceId, mediaId))?.bytes ?? null;
    },
  };
  const liveChatStore = createLiveChatStore(store.db, now);
  const adapters: ChannelAdapter[] = [
    createWhatsAppChannel({ now }),
    createInstagramChannel({ now }),
    createMessengerChannel({ now }),
    createLiveChatChannel({ store: liveChatStore, media: visitorImages, wakeups: store, log: logger, now }),
    createEmailChannel({ store, media, logger, now }),
    createFormChannel(),
  ];
  const capabilitiesOf: CapabilitiesOf = ({ channel, settings }) => {
    const served = adapters.find((adapter) => adapter.channel === channel);
    return served === undefined ? null : capabilitiesWith(served, settings);
  };

  let url: string | null = null;
  const core = await createCore({
    store,
    media,
    adapters,
    endSession: accounts.revokeSession,
    endSessionsOf: accounts.revokePerson,
    logger,
    now,
    ownUrl: () => url,
    ...(options.attendance && { attendance: options.attendance }),
  });

  let draining = false;
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const http: FastifyInstance = await createHttp({
    store,
    accounts,
    metrics,
    metricsToken: options.metricsToken ?? null,
    draining: () => draining,
    trustedProxies: options.trustedProxies ?? [],
    logger,
    now,
  });
  const limits = createLiveChatLimits(LIVECHAT_RATES, now);
  for (const webhook of [whatsappWebhook, instagramWebhook, messengerWebhook])
    await http.register(webhook({ door: core.door }));
  await http.register(
    liveChatRoutes({
      store: liveChatStore,
      door: core.door,
      media: visitorImages,
      limits,
      log: logger,
      widgetFile: options.widgetFile,
    }),
  );
  await http.register(
    formRoutes({
      door: core.door,
      tokens: createFormTokens(store.db, now),
      limits: createFormLimits(now),
      now,
      log: logger,
      scriptFile: path.join(path.dirname(options.widgetFile), 'form.js'),
    }),
  );
  await http.register(demoContactPage(() => firstFormKey(core.door)));
  await http.register(demoOrders(now));
  const authentication = createAuthentication(accounts.authenticate);
  await http.register(
    mediaRoutes({ media, authentication, ...createMediaAccess({ store, connections: core.connections }) }),
  );

  const maySee = createMaySee(store.db);
  await http.register(emailPageRoutes({ store, media, authentication, maySee: (caller, id) => maySee(caller, id) }));

  const farewell = createFarewell(http.server);
  const io = new Server(http.server, {
    ...HEARTBEAT,
    serveClient: false,
    maxHttpBufferSize: MAX_FRAME_BYTES,
    // Recovery after a break is the log's business (see ARCHITECTURE.md).
    connectionStateRecovery: { maxDisconnectionDuration: 0 },
  });
  const colleagues = await createColleagues({
    node: randomUUID(),
    wire: store.kind === 'server' ? store : null,
    logger,
    now,
  });
  const gateway = createDesktopGateway({
    io,
    store,
    reader: core.reader,
    commands: core.commands,
    queries: core.queries,
    attendance: core.attendance,
    colleagues,
    maySee,
    authenticate: accounts.authenticate,
    onRevoked: accounts.onRevoked,
    typing: ({ workspaceId, personId }, conversationId) => {
      core.hints.typing(workspaceId, personId, conversationId).catch(() => logger.debug('a typing hint was lost'));
    },
    capabilitiesOf,
    historyDays: options.historyDays ?? 90,
    logger,
    now,
  });
  core.onCustomerTyping(gateway.customerTyping);
  const clientAddress = createClientAddress(options.trustedProxies ?? []);
  const widgets = createLiveChatServer(http.server);
  const liveChat = await attachLiveChat({
    io: widgets,
    door: core.door,
    store: liveChatStore,
    wakeups: store,
    limits,
    log: logger,
    addressOf: ({ address, headers }) => clientAddress(address, headers['x-forwarded-for']?.toString()),
    now,
  });

  const address = await http.listen({ port: options.port, host: options.host });
  url = address;
  for (const adapter of adapters) await adapter.start?.(core.door);
  const folder = options.location.kind === 'embedded' ? options.location.folder : null;
  const backups = folder === null ? null : await serveBackups({ folder, store, logger, now });
  logger.info({ url: address, version: VERSION, database: store.kind }, 'the backend listens');

  return {
    ok: true,
    backend: {
      url: address,
      core,
      provision: async (file, environment) => {
        const result = await provision(file, {
          store,
          log: core.log,
          now,
          passwords,
          adapters,
          environment,
          endSessionsOf: accounts.revokePerson,
        });
        await core.connections.refresh();
        return result;
      },
      drain() {
        draining = true;
      },
      async close() {
        draining = true;
        await backups?.close();
        // New work is refused first, then what runs is finished, then the database is let go.
        for (const adapter of adapters) await adapter.stop?.();
        sweep.close();
        // Nobody who comes back may meet this node again; who is here is served until they have gone.
        http.server.close();
        if (store.kind === 'server') await gateway.sendAway();
        await liveChat.close();
        await colleagues.close();
        await farewell.during(async () => {
          // Both at once: each waits until nobody is left on the server, on the other's endpoint too.
          await Promise.all([io.close(), widgets.close()]);
          await http.close();
        }, GOODBYE_MS);
        await core.close();
        await accounts.close();
        clock.close();
        await store.close();
      },
    },
  };
}
