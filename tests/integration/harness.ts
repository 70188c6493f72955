import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type Backend, type BackendOptions, createBackend } from '../../src-backend/backend.ts';
import type { InboundMessage } from '../../src-backend/channels/contract.ts';
import { liveChatSettingsSchema } from '../../src-backend/channels/livechat/settings.ts';
import type { StoreLocation } from '../../src-backend/store/open.ts';
import { type Desktop, openDesktop } from '../simulators/desktop.ts';
import { createFaultyProxy, type FaultyProxy } from '../simulators/network/faulty-proxy.ts';
import { enterShop, type Visitor } from '../simulators/visitor.ts';
import { embeddedInMemory } from './empty-database.ts';

/**
 * The whole product in a few lines: backend, a network that can be bad, customers, and agents' desktops.
 *
 *   await using product = await openProduct();
 *   const ana = await product.agent('Ana Souza');
 *   const customer = await product.customer();
 *   await customer.says('Oi!');
 *
 * Everything opened through it is closed with it. It does not know the test runner, so benchmarks and the chaos run
 * use it too.
 */
export interface Product extends AsyncDisposable {
  backend(): Backend;
  /** Between the desktops and the backend. */
  network: FaultyProxy;
  /** A visitor in the live chat of a department («Suporte» unless said). */
  customer(department?: string): Promise<Visitor>;
  /**
   * Many messages at once through the inbound door of the same live chat, without a visitor (and its rate limits): each
   * `from` is one customer. Returns when they are stored and applied.
   */
  receive(messages: { from: string; text: string }[], department?: string): Promise<void>;
  /** A desktop behind the network, nobody signed in. */
  desktop(options?: Partial<Parameters<typeof openDesktop>[0]>): Promise<Desktop>;
  /** A desktop with this person signed in, up to date, and (unless said otherwise) available. */
  agent(name: string, options?: Partial<Parameters<typeof openDesktop>[0]> & { available?: boolean }): Promise<Desktop>;
  /** Stops the backend and starts it again on the same database; the network's address stays. */
  restartBackend(): Promise<void>;
}

export interface ProductOptions {
  /** In memory unless given; a restart needs one that lasts. */
  location?: StoreLocation;
  people?: { name: string; departments: string[]; role?: 'agent' | 'supervisor' | 'admin'; capacity?: number }[];
  departments?: { name: string; distribution: 'automatic' | 'manual'; requiresReason?: boolean }[];
  now?: () => number;
  backend?: Partial<BackendOptions>;
}

export const PASSWORD = 'senha-de-teste-2026';
export const emailOf = (name: string): string => `${name.split(' ')[0]?.toLowerCase()}@aurora.example`;

/** The name of a department's live chat, by which it is found again. */
const chatOf = (department: string): string => `Chat de ${department}`;

const logger = pino({ level: process.env.TURNO_TEST_LOG ?? 'silent' });

export async function openProduct(options: ProductOptions = {}): Promise<Product> {
  const location = options.location ?? (await embeddedInMemory());
  const departments = options.departments ?? [
    { name: 'Suporte', distribution: 'automatic' as const },
    { name: 'Vendas', distribution: 'manual' as const },
  ];
  const people = options.people ?? [
    { name: 'Ana Souza', departments: ['Suporte', 'Vendas'] },
    { name: 'Bruno Lima', departments: ['Suporte'] },
  ];

  const start = async (): Promise<Backend> => {
    const created = await createBackend({
      location,
      port: 0,
      host: '127.0.0.1',
      logger,
      // Any file: the visitors of these tests speak the widget's protocol themselves.
      widgetFile: fileURLToPath(import.meta.url),
      ...(options.now && { now: options.now }),
      ...options.backend,
    });
    if (!created.ok) throw new Error(`the backend did not open: ${created.reason}`);
    return created.backend;
  };

  let backend = await start();
  const provisioned = await backend.provision(
    {
      workspace: { name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' },
      departments,
      people: people.map((person) => ({
        role: 'agent',
        capacity: 50,
        ...person,
        email: emailOf(person.name),
        password: PASSWORD,
      })),
      connections: departments.map(({ name }) => ({
        channel: 'livechat',
        name: chatOf(name),
        title: chatOf(name),
        department: name,
      })),
    },
    {},
  );
  if (!provisioned.ok) throw new Error(`the workspace was not provisioned: ${JSON.stringify(provisioned)}`);
  const network = await createFaultyProxy({ target: backend.url });
  const desktops: Desktop[] = [];
  const visitors: Visitor[] = [];

  function connectionOf(department: string): string {
    const found = backend.core.connections
      .ofChannel('livechat')
      .find(({ settings }) => liveChatSettingsSchema.parse(settings).title === chatOf(department));
    if (found === undefined) throw new Error(`no department «${department}» was planned`);
    return found.id;
  }

  const product: Product = {
    backend: () => backend,
    network,
    async customer(department = 'Suporte') {
      const visitor = await enterShop(backend.url, connectionOf(department));
      visitors.push(visitor);
      return visitor;
    },
    async receive(messages, department = 'Suporte') {
      const events = messages.map(
        ({ from, text }): InboundMessage => ({
          type: 'message',
          externalId: randomUUID(),
          sender: { address: from, phone: null, profileName: from },
          kind: 'text',
          text,
          media: null,
          unknownKind: null,
          quotedExternalId: null,
          providerAt: null,
        }),
      );
      await backend.core.door.accept(connectionOf(department), events);
      await backend.core.inbound.settle();
    },
    async desktop(more = {}) {
      const desktop = await openDesktop({ serverUrl: network.url, ...more });
      desktops.push(desktop);
      return desktop;
    },
    async agent(name, { available = true, ...more } = {}) {
      const desktop = await product.desktop(more);
      const signedIn = await desktop.signIn(PASSWORD, emailOf(name));
      if (!signedIn.ok) throw new Error(`${name} could not sign in: ${signedIn.reason}`);
      await desktop.online();
      if (available) await desktop.act('server.presence.set', { state: 'available', reason: null });
      return desktop;
    },
    async restartBackend() {
      await backend.close();
      backend = await start();
      network.retarget(backend.url);
    },
    async [Symbol.asyncDispose]() {
      for (const visitor of visitors) visitor.leave();
      for (const desktop of desktops) await desktop[Symbol.asyncDispose]();
      await network.close();
      await backend.close();
    },
  };
  return product;
}
