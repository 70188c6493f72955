import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { findBrowser } from '../../src-main/chromium/browser/find.ts';
import { demoTemplates } from '../simulators/graph-api/demo-templates.ts';
import { type CustomerMedium, createGraphApi, type GraphApi } from '../simulators/graph-api/graph-api.ts';
import { createFaultyProxy, type FaultyProxy } from '../simulators/network/faulty-proxy.ts';
import { type AgentWindow, agentWindow, emailOf, protectByFile, signIn } from './harness/agent-window.ts';
import { demoWorkspace, type RunningBackend, startBackend } from './harness/backend.ts';
import { startDesktop } from './harness/desktop.ts';
import { inElectron, startElectronDesktop } from './harness/electron.ts';
import type { Program } from './harness/program.ts';
import { type ShopWindow, shopWindow } from './harness/shop-window.ts';
import { copyTemplate } from './harness/template.ts';

/**
 * The whole product as people meet it: the backend as a process on PGlite with the demo workspace, WhatsApp's
 * stand-in, desktops in the Chromium shell behind a network that can fail, and one Chromium that shows all windows.
 *
 *   const product = await openProduct(inject('template'));
 *   const ana = await product.agent('Ana Souza');
 *   const shop = await product.visitor();
 *   await shop.says('Oi!');
 *
 * It does not know the test runner, so benchmarks and the screenshots use it too.
 */
export interface Product extends AsyncDisposable {
  folder: string;
  browser: Browser;
  backend(): RunningBackend;
  graph: GraphApi;
  /** Between the desktops and the backend. */
  network: FaultyProxy;
  desktop(options?: DesktopOptions): Promise<DesktopProcess>;
  /** A desktop with this person signed in and up to date, available unless said otherwise. */
  agent(name: string, options?: { available?: boolean } & DesktopOptions): Promise<Agent>;
  /** Each number is another person; the same number gives the same window. */
  visitor(number?: number): Promise<ShopWindow>;
  /** A WhatsApp customer writes to the shop's first number, unless another is said. */
  whatsapp(
    customer: { waId: string; name: string; phoneNumberId?: string },
    what: string | { bytes: Uint8Array; mime: string } | CustomerMedium,
  ): Promise<void>;
  killBackend(): Promise<void>;
  /** The same database at the same address. */
  startBackend(): Promise<void>;
}

export interface DesktopOptions {
  /** Kept when the desktop ends, so that another may be started on it. */
  folder?: string;
  /** Past the network that can fail, for measurements. */
  direct?: boolean;
  /** How far this machine's clock is wrong, engine and window. */
  clockAheadMs?: number;
  context?: Parameters<Browser['newContext']>[0];
}

export interface DesktopProcess {
  folder: string;
  downloads: string;
  url: string;
  program: Program;
  context: BrowserContext;
  page: Page;
}

export type Agent = AgentWindow & { desktop: DesktopProcess };

const whatsappConnection = z.object({
  channel: z.literal('whatsapp'),
  phoneNumberId: z.string(),
  displayPhoneNumber: z.string(),
  businessAccountId: z.string(),
  accessToken: z.string(),
  appSecret: z.string(),
});
const workspaceFile = z.object({
  connections: z.array(
    z.union([whatsappConnection, z.object({ channel: z.enum(['livechat', 'instagram', 'messenger', 'form']) })]),
  ),
});

/** Far above what any step takes on two busy cores. */
const STEP_TIMEOUT_MS = Number(process.env.TURNO_STEP_TIMEOUT ?? 15_000);

/**
 * `template`: a backend's folder to be copied, or the PostgreSQL server that it is to use instead. `clockFile`: everything of
 * the product runs ahead by what stands in it (milliseconds), see `clock-ahead.ts`. `provision`: a workspace's file in place of
 * the demo's.
 */
export async function openProduct(
  template: string | { databaseUrl: string },
  clockFile: string | null = null,
  provision: string = demoWorkspace,
): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'turno-e2e-'));
  const backendFolder = typeof template === 'string' ? join(folder, 'backend') : null;
  if (typeof template === 'string') await copyTemplate(template, join(folder, 'backend'));
  const { connections } = workspaceFile.parse(JSON.parse(await readFile(demoWorkspace, 'utf8')));
  const numbers = connections.flatMap((one) => (one.channel === 'whatsapp' ? [one] : []));
  const [first] = numbers;
  if (first === undefined) throw new Error('the demo workspace has no WhatsApp connection');
  const { accessToken, appSecret } = first;
  const aheadMs = () => (clockFile === null ? 0 : Number(readFileSync(clockFile, 'utf8')));
  const environment = clockFile === null ? {} : clockEnvironment({ TURNO_TEST_CLOCK_FILE: clockFile });
  const ofBackend = typeof template === 'string' ? environment : { ...environment, DATABASE_URL: template.databaseUrl };
  const graph = await createGraphApi({
    accessToken,
    appSecret,
    numbers,
    templates: demoTemplates,
    now: () => Date.now() + aheadMs(),
  });
  let backend = await startBackend({
    folder: backendFolder,
    port: 0,
    graphUrl: graph.graphUrl,
    provision,
    environment: ofBackend,
  });
  graph.setCallback(`${backend.url}/webhooks/whatsapp`);
  const network = await createFaultyProxy({ target: backend.url });
  const browser = await openBrowser();
  const desktops: DesktopProcess[] = [];
  const shops = new Map<number, ShopWindow>();

  const product: Product = {
    folder,
    browser,
    backend: () => backend,
    graph,
    network,
    async desktop(options = {}) {
      const place = options.folder ?? join(folder, `desktop-${desktops.length + 1}`);
      const downloads = join(place, 'saved');
      const start = {
        serverUrl: options.direct === true ? backend.url : network.url,
        folder: place,
        downloads,
        environment:
          options.clockAheadMs === undefined
            ? environment
            : clockEnvironment({ TURNO_TEST_CLOCK_AHEAD_MS: String(options.clockAheadMs) }),
      };
      if (inElectron()) {
        const started = await startElectronDesktop(start);
        started.context.setDefaultTimeout(STEP_TIMEOUT_MS);
        const desktop = { folder: place, downloads, ...started };
        desktops.push(desktop);
        return desktop;
      }
      const { url, program } = await startDesktop(start);
      const context = await browser.newContext({
        viewport: { width: 1366, height: 768 },
        locale: 'pt-BR',
        timezoneId: 'America/Sao_Paulo',
        reducedMotion: 'reduce',
        ...options.context,
      });
      context.setDefaultTimeout(STEP_TIMEOUT_MS);
      await context.addInitScript(setClockAhead, options.clockAheadMs ?? aheadMs());
      const page = await context.newPage();
      await page.goto(url);
      const desktop = { folder: place, downloads, url, program, context, page };
      desktops.push(desktop);
      return desktop;
    },
    async agent(name, { available = true, ...options } = {}) {
      const desktop = await product.desktop(options);
      await signIn(desktop.page, emailOf(name));
      await protectByFile(desktop.page);
      const window = agentWindow(desktop.page);
      await desktop.page.getByRole('tab', { name: /^Todos/ }).waitFor();
      if (available) await becomeAvailable(window);
      return { ...window, desktop };
    },
    async visitor(number = 1) {
      const known = shops.get(number);
      if (known !== undefined) return known;
      const context = await browser.newContext({
        locale: 'pt-BR',
        reducedMotion: 'reduce',
        viewport: { width: 1366, height: 768 },
        timezoneId: 'America/Sao_Paulo',
      });
      await context.addInitScript(setClockAhead, aheadMs());
      context.setDefaultTimeout(STEP_TIMEOUT_MS);
      const page = await context.newPage();
      await page.goto(`${backend.url}/demo/shop?visitante=${number}`);
      const shop = await shopWindow(page);
      shops.set(number, shop);
      return shop;
    },
    async whatsapp(customer, what) {
      const { delivered } = graph.customerWrites({
        ...customer,
        ...(typeof what === 'string' ? { text: what } : 'type' in what ? { medium: what } : { image: what }),
      });
      if (!(await delivered)) throw new Error('the webhook was not taken');
    },
    killBackend: () => backend.program.kill(),
    async startBackend() {
      backend = await startBackend({
        folder: backendFolder,
        port: backend.port,
        graphUrl: graph.graphUrl,
        provision,
        environment: ofBackend,
      });
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      for (const { program } of desktops) await program.end();
      await network.close();
      await backend.program.end();
      await graph.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return product;
}

const clockModule = pathToFileURL(join(import.meta.dirname, 'harness', 'clock-ahead.ts')).href;

const clockEnvironment = (how: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--import=${clockModule}`,
  ...how,
});

/** Runs in the page, before its own scripts. */
function setClockAhead(aheadMs: number): void {
  const realNow = Date.now.bind(Date);
  Date.now = () => realNow() + aheadMs;
}

export function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error('there is no Chromium, Chrome or Edge on this machine');
  // A microphone that beeps and a camera that counts, given without asking: there are none on a test machine.
  const devices = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', ...devices],
  });
}

async function becomeAvailable(window: AgentWindow): Promise<void> {
  const button = window.page.getByRole('button', { name: /Presença e conta$/ });
  if (await button.getByText('Disponível').isVisible()) return;
  await window.presence('Disponível');
  await window.page.getByRole('button', { name: /, Disponível\. Presença e conta$/ }).waitFor();
}
