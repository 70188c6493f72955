import { setMaxListeners } from 'node:events';
import { readMeasured } from '../../fanout/orders.ts';
import { now } from '../../figures.ts';
import { type LightDesktop, openLightDesktop } from '../desktop.ts';
import { orderSchema, type Report } from '../orders.ts';

/** Some of the desktops, in a process of their own. */
const AT_ONCE = 8;

interface Seen {
  desktop: LightDesktop | null;
  numbers: Set<number>;
  slowest: number;
}

const all: Seen[] = [];
let doubled = 0;

async function open(url: string, token: string): Promise<void> {
  const seen: Seen = { desktop: null, numbers: new Set(), slowest: 0 };
  all.push(seen);
  seen.desktop = await openLightDesktop({
    url,
    token,
    onItem({ message }) {
      const at = now();
      const measured = message?.text == null ? null : readMeasured(message.text);
      if (measured === null) return;
      if (seen.numbers.has(measured.n)) doubled += 1;
      else seen.slowest = Math.max(seen.slowest, at - measured.sentAt);
      seen.numbers.add(measured.n);
    },
  });
}

async function obey(raw: unknown): Promise<Report | 'connected'> {
  const order = orderSchema.parse(raw);
  if (order.order === 'connect') {
    const left = [...order.desktops];
    const openSome = async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await open(order.url, next.token);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, openSome));
    return 'connected';
  }
  const report = {
    slowest: all.map(({ slowest }) => slowest),
    away: all.flatMap(({ desktop }) => desktop?.away.splice(0) ?? []),
    received: all.map(({ numbers }) => numbers.size),
    doubled,
  };
  for (const seen of all) seen.slowest = 0;
  return report;
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
