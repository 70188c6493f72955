import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { ensureBuilt } from './built.mjs';
import { desktopCommand } from './desktop-command.mjs';
import { environment, fromRoot, pinnedNode, root } from './machine.mjs';
import { setUp } from './setup.mjs';

/**
 * `npm start`: the whole product on one machine. Backend with an embedded database, a demo shop with simulated
 * customers, and the desktop. Its data lies in `.turno/` and stays between starts.
 */
const began = performance.now();
const say = (line) => process.stdout.write(`${line}\n`);
const step = (what) => say(`${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${what}`);

const ELECTRON_WAIT_MS = 5_000;
const READY_WAIT_MS = 90_000;
const STOP_WAIT_MS = 8_000;
const BACKEND_PORT = 8710;
const dataFolder = fromRoot('.turno');
const workspaceFile = fromRoot('src-backend', 'demo', 'workspace.json');

/** Everything started here, the last first to be stopped. */
const running = [];
let stopping = null;

function stop(code) {
  stopping ??= (async () => {
    for (const { child, exited } of running.reverse()) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_WAIT_MS);
      await exited;
      clearTimeout(kill);
    }
    process.exit(code);
  })();
  return stopping;
}

/** A child in a group of its own: Ctrl+C comes to us alone, and we stop everything in order. */
function launch(name, program, args, { env = {}, output }) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...environment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const log = createWriteStream(fromRoot('.turno', `${name}.log`));
  let tail = '';
  child.stderr.on('data', (chunk) => {
    log.write(chunk);
    tail = `${tail}${chunk}`.slice(-4_000);
  });
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', output);
  const exited = new Promise((done) => {
    child.on('error', (error) => {
      tail += error.message;
      done(1);
    });
    child.on('exit', (code) => done(code ?? 1));
  });
  const entry = { child, exited, tail: () => tail };
  running.push(entry);
  return entry;
}

/** Starts a server that says where it is by one JSON line. */
async function launchServer(name, args, env) {
  let text = '';
  let ready = () => {};
  const line = new Promise((done) => {
    ready = done;
  });
  const entry = launch(name, pinnedNode, args, {
    env,
    output: (chunk) => {
      text += chunk;
      const found = text.split('\n').find((part) => part.startsWith('{'));
      if (found !== undefined && text.includes('\n')) ready(JSON.parse(found));
    },
  });
  const late = new Promise((done) => setTimeout(done, READY_WAIT_MS, null).unref());
  const answer = await Promise.race([line, late, entry.exited.then(() => null)]);
  if (answer !== null) {
    void entry.exited.then((code) => {
      if (stopping === null) fail(`the ${name} ended (${code})`, entry.tail());
    });
    return answer;
  }
  return fail(`the ${name} did not start`, entry.tail());
}

function fail(what, details = '') {
  process.stderr.write(`\n${what}\n${details}\nThe logs are in ${dataFolder}.\n`);
  return stop(1).then(() => new Promise(() => {}));
}

const portIsFree = (port) =>
  new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });

async function freePort(wished) {
  for (let port = wished; port < wished + 50; port += 1) if (await portIsFree(port)) return port;
  throw new Error(`no port from ${wished} to ${wished + 49} is free on 127.0.0.1`);
}

/** The same ports as last time, so that the desktop's session and what it cached stay its own. */
async function choosePorts() {
  const file = fromRoot('.turno', 'ports.json');
  let kept = {};
  try {
    kept = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The first start.
  }
  const backend = await freePort(kept.backend ?? BACKEND_PORT);
  const graph = await freePort(kept.graph ?? BACKEND_PORT + 60);
  const social = await freePort(Math.max(kept.social ?? 0, graph + 1));
  writeFileSync(file, JSON.stringify({ backend, graph, social }));
  return { backend, graph, social };
}

/** A shop has customers of before: at the first start some weeks of them, before the backend has the database. */
async function seedHistory() {
  const folder = fromRoot('.turno', 'backend');
  if (existsSync(folder)) return;
  const counts = ['--conversations', '320', '--messages', '3600', '--open', '12', '--queued', '4'];
  const args = [fromRoot('scripts', 'seed.ts'), ...counts, '--data', folder];
  const entry = launch('seed', pinnedNode, args, { output: () => {} });
  const code = await entry.exited;
  if (stopping !== null) return;
  step(code === 0 ? 'a history of some weeks is there' : `the shop starts without a history: ${entry.tail().trim()}`);
}

function tellHowToUse(url) {
  const { people } = JSON.parse(readFileSync(workspaceFile, 'utf8'));
  const roles = { agent: 'atendente', supervisor: 'supervisor', admin: 'administrador' };
  say('');
  say(`  Loja (seja o cliente)   ${url}/demo/shop`);
  say('  Contas para entrar');
  for (const { name, email, password, role, departments } of people) {
    say(`    ${email.padEnd(28)} ${password}   ${name}, ${roles[role] ?? role} (${departments.join(', ')})`);
  }
  say('');
}

async function openDesktop(url) {
  const args = ['--server', url, '--user-data', fromRoot('.turno', 'desktop'), ...process.argv.slice(2)];
  const command = desktopCommand(args, { waitForElectronMs: ELECTRON_WAIT_MS });
  if (!command.ok) return fail(command.why);
  await ensureBuilt([command.shell]);
  step(`desktop on ${command.shell === 'electron' ? 'Electron' : 'the Chromium shell'} (${command.why})`);
  const entry = launch('desktop', command.program, command.args, { output: (chunk) => process.stdout.write(chunk) });
  const code = await entry.exited;
  if (stopping !== null) return;
  if (code !== 0) return fail(`the desktop ended (${code})`, entry.tail());
  step('the desktop was closed; stopping');
  await stop(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (stopping === null) say('\nStopping …');
    void stop(0);
  });
}

setUp({ browser: true });
step('packages and browser are there');
mkdirSync(dataFolder, { recursive: true });
const ports = await choosePorts();
const graphUrl = (port) => `http://127.0.0.1:${port}/v26.0`;

// The database and the window's build do not wait for each other.
const backendReady = Promise.all([ensureBuilt(['widget']), seedHistory()]).then(() =>
  launchServer(
    'backend',
    [
      fromRoot('src-backend', 'main.ts'),
      ...['--port', String(ports.backend), '--data', fromRoot('.turno', 'backend'), '--provision', workspaceFile],
    ],
    { TURNO_DEMO_GRAPH_URL: graphUrl(ports.graph), TURNO_DEMO_SOCIAL_URL: graphUrl(ports.social) },
  ),
);
try {
  const built = await ensureBuilt(['renderer', 'chromium']);
  step(built.length === 0 ? 'the build is up to date' : `built ${built.join(', ')}`);
  const { url } = await backendReady;
  step(`backend at ${url}`);
  // The desktop need not wait for them.
  void launchServer('customers', [
    fromRoot('tests', 'simulators', 'customers', 'main.ts'),
    ...['--port', String(ports.graph), '--social-port', String(ports.social)],
    ...['--backend', url, '--provision', workspaceFile],
  ]).then(() =>
    step(
      "simulated customers write on WhatsApp, Instagram and Messenger through a local stand-in for Meta's Graph API",
    ),
  );
  tellHowToUse(url);
  await openDesktop(url);
} catch (error) {
  await fail(error.message);
}
