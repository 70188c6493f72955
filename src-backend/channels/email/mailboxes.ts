import type { ChannelConnection, InboundDoor } from '../contract.ts';
import { type MailboxDeps, type MailboxWatch, watchMailbox } from './mailbox.ts';
import { type EmailSettings, emailSettingsSchema } from './settings.ts';

/** How often the configured mailboxes are compared with those that are read: they are in memory, so this costs nothing. */
const LOOK_MS = 2_000;

/** Reads every configured mailbox of every workspace, from `start` to `stop`, as they come, change and go. */
export function createMailboxes(deps: Omit<MailboxDeps, 'connection' | 'door'>) {
  const watched = new Map<string, { settings: string; watch: MailboxWatch }>();
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();

  async function compare(door: InboundDoor): Promise<void> {
    const wanted = new Map(door.connections('email').map((connection) => [connection.id, connection]));
    for (const [id, { settings, watch }] of watched) {
      const connection = wanted.get(id);
      if (connection !== undefined && JSON.stringify(connection.settings) === settings) continue;
      await watch.stop();
      watched.delete(id);
    }
    for (const connection of wanted.values()) {
      if (watched.has(connection.id)) continue;
      const settings = JSON.stringify(connection.settings);
      watched.set(connection.id, { settings, watch: watchMailbox({ ...deps, door, connection: typed(connection) }) });
    }
  }

  return {
    async start(door: InboundDoor): Promise<void> {
      const look = () => {
        working = working
          .then(() => compare(door))
          .catch((error: unknown) => {
            deps.logger.error({ error: String(error) }, 'mailboxes could not be compared with the configured ones');
          });
      };
      look();
      timer = setInterval(look, LOOK_MS);
      timer.unref();
      await working;
    },
    async stop(): Promise<void> {
      if (timer !== null) clearInterval(timer);
      await working;
      await Promise.all([...watched.values()].map(({ watch }) => watch.stop()));
      watched.clear();
    },
  };
}

/** The directory holds settings as the channel parsed them, which parsing again does not change. */
function typed(connection: ChannelConnection): ChannelConnection<EmailSettings> {
  return { ...connection, settings: emailSettingsSchema.parse(connection.settings) };
}
