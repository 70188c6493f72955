import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startDemoCustomers } from './demo.ts';

/** The demo's customers as a process of their own. Prints one JSON line with the Graph APIs' addresses, then runs. */
const { values } = parseArgs({
  options: {
    provision: { type: 'string' },
    backend: { type: 'string' },
    port: { type: 'string', default: '0' },
    'social-port': { type: 'string', default: '0' },
    seed: { type: 'string' },
    'at-once': { type: 'string', default: '7' },
    'arrival-ms': { type: 'string', default: '25000' },
    pace: { type: 'string', default: '1' },
  },
});

const provision = values.provision ?? new URL('../../../src-backend/demo/workspace.json', import.meta.url);
const demo = await startDemoCustomers({
  provision: JSON.parse(readFileSync(provision, 'utf8')),
  ...(values.backend === undefined ? {} : { backendUrl: values.backend }),
  ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
  port: Number(values.port),
  socialPort: Number(values['social-port']),
  atOnce: Number(values['at-once']),
  arrivalMs: Number(values['arrival-ms']),
  pace: Number(values.pace),
});
process.stdout.write(`${JSON.stringify({ graphUrl: demo.api.graphUrl, socialUrl: demo.social.graphUrl })}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void demo.close().then(() => process.exit(0)));
}
