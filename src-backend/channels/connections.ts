import type { Logger } from 'pino';
import type { Capabilities, Channel } from '../../src-shared/protocol/entities.ts';
import type { Store } from '../store/open.ts';
import { capabilitiesWith } from './capabilities.ts';
import type { ChannelAdapter, ChannelConnection } from './contract.ts';

/**
 * The configured connections of all workspaces, in memory, with their settings parsed by their channel. Refreshed at
 * start and whenever any node provisions (a wake-up on `turno_connections`).
 */
export interface LiveConnection extends ChannelConnection {
  channel: Channel;
  departmentId: string;
  /** Of this connection as it is set up. */
  capabilities: Capabilities;
  adapter: ChannelAdapter;
}

export interface ConnectionDirectory {
  byId(id: string): LiveConnection | null;
  all(): LiveConnection[];
  ofChannel(channel: Channel): LiveConnection[];
  adapter(channel: Channel): ChannelAdapter | null;
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export const CONNECTIONS_CHANNEL = 'turno_connections';

export async function createConnectionDirectory(deps: {
  store: Store;
  adapters: ChannelAdapter[];
  logger: Logger;
}): Promise<ConnectionDirectory> {
  const adapters = new Map(deps.adapters.map((adapter) => [adapter.channel, adapter]));
  let byId = new Map<string, LiveConnection>();

  const refresh = async (): Promise<void> => {
    const rows = await deps.store.db.selectFrom('connection').selectAll().where('active', '=', true).execute();
    const next = new Map<string, LiveConnection>();
    for (const row of rows) {
      const adapter = adapters.get(row.channel);
      if (adapter === undefined) {
        deps.logger.warn(
          { connection: row.id, channel: row.channel },
          'a connection of a channel that this version does not serve',
        );
        continue;
      }
      try {
        const settings = adapter.parseSettings(row.settings);
        next.set(row.id, {
          id: row.id,
          workspaceId: row.workspace_id,
          channel: row.channel,
          departmentId: row.department_id,
          settings,
          capabilities: capabilitiesWith(adapter, settings),
          adapter,
        });
      } catch {
        // The settings hold secrets, so the log says which connection and not what.
        deps.logger.error({ connection: row.id }, 'the settings of a connection are not valid; it is left out');
      }
    }
    byId = next;
  };

  await refresh();
  const unlisten = await deps.store.listen(CONNECTIONS_CHANNEL, () => {
    refresh().catch((error: unknown) =>
      deps.logger.error(
        { error: error instanceof Error ? error.message : 'unknown' },
        'connections could not be read again',
      ),
    );
  });

  return {
    byId: (id) => byId.get(id) ?? null,
    all: () => [...byId.values()],
    ofChannel: (channel) => [...byId.values()].filter((connection) => connection.channel === channel),
    adapter: (channel) => adapters.get(channel) ?? null,
    refresh,
    close: unlisten,
  };
}
