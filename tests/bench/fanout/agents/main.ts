import { setMaxListeners } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { resumeReplySchema } from '../../../../src-shared/protocol/log.ts';
import { DESKTOP_NAMESPACE } from '../../../../src-shared/protocol/socket.ts';
import { PROTOCOL_VERSION } from '../../../../src-shared/protocol/version.ts';
import { now } from '../../figures.ts';
import { type Answer, orderSchema, readMeasured } from '../orders.ts';

/**
 * Hundreds of agents' lines in a process of their own. Each speaks the desktop's protocol: handshake, resume, the snapshot,
 * batches that are acknowledged. What a desktop does with a message (checking, storing, painting) is not here: it would be the
 * work of as many machines.
 */
const AT_ONCE = 8;
const ANSWER_MS = 60_000;

interface Line {
  socket: Socket;
  department: number;
  seen: Set<number>;
}

interface PushedItem {
  type: string;
  message?: { text: string | null };
}

const lines: Line[] = [];
const times: number[] = [];
let doubled = 0;
let astray = 0;
let linesLost = 0;

function took(line: Line, text: string | null | undefined, at: number): void {
  const measured = text == null ? null : readMeasured(text);
  if (measured === null) return;
  if (measured.department !== line.department) astray += 1;
  else if (line.seen.has(measured.n)) doubled += 1;
  else {
    line.seen.add(measured.n);
    times.push(at - measured.sentAt);
  }
}

async function connect(url: string, department: number, token: string | null): Promise<void> {
  const common = { forceNew: true, reconnection: false, transports: ['websocket'] };
  const socket =
    token === null
      ? io(url, { ...common, query: { room: String(department) } })
      : io(url + DESKTOP_NAMESPACE, { ...common, auth: { token, protocol: PROTOCOL_VERSION } });
  const line: Line = { socket, department, seen: new Set() };
  lines.push(line);
  const connected = new Promise<void>((done, fail) => {
    socket.once('connect', done);
    socket.once('connect_error', fail);
  });
  socket.once('disconnect', () => {
    linesLost += 1;
  });
  socket.on('message', (text: string) => took(line, text, now()));
  socket.on('batch', ({ items }: { items: PushedItem[] }, applied: () => void) => {
    const at = now();
    for (const { message } of items) took(line, message?.text, at);
    applied();
  });
  const whole = new Promise<void>((done) => {
    socket.on('snapshot', ({ last }: { last: boolean }, applied: () => void) => {
      applied();
      if (last) done();
    });
  });
  await connected;
  if (token === null) return;
  resumeReplySchema.parse(
    await socket.timeout(ANSWER_MS).emitWithAck('resume', { cursor: null, logId: null, keepsSince: null }),
  );
  await whole;
}

async function obey(raw: unknown): Promise<Answer> {
  const order = orderSchema.parse(raw);
  if (order.order === 'connect') {
    const left = [...order.agents];
    const connectSome = async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift())
        await connect(order.url, next.department, next.token);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, connectSome));
    return { answer: 'connected' };
  }
  // By the order in which they were made, which is the order they were given in.
  const received = lines.map(({ seen }) => seen.size);
  return { answer: 'report', times, received, doubled, astray, linesLost };
}

setMaxListeners(0);
process.on('message', (raw) => {
  obey(raw).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
