import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { demoTemplates } from './demo-templates.ts';
import { createGraphApi } from './graph-api.ts';

/**
 * The stand-in as a process of its own. It prints one JSON line with its addresses, then runs until it is ended.
 * Secrets come by environment, so that they are in no process list. With `--wait` it loads everything and begins at the
 * first line of its standard input: a spare that takes over within milliseconds. With `--die-at N` it kills itself amid
 * the N-th send, before or after accepting it (`--die-phase`): the same every time.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    callback: { type: 'string' },
    'phone-number-id': { type: 'string', default: '106540352242922' },
    'display-phone-number': { type: 'string', default: '+55 11 4000-0000' },
    'business-account-id': { type: 'string', default: '102290129340398' },
    strangers: { type: 'string', default: 'open' },
    journal: { type: 'string' },
    'status-after-ms': { type: 'string', default: '200,900,4000' },
    wait: { type: 'boolean', default: false },
    'die-at': { type: 'string' },
    'die-phase': { type: 'string', default: 'after' },
  },
});

if (values.wait) await once(createInterface({ input: process.stdin }), 'line');

/** Milliseconds, or a dash for a status that never comes. */
const [sent = null, delivered = null, read = null] = values['status-after-ms']
  .split(',')
  .map((ms) => (ms === '-' ? null : Number(ms)));
const api = await createGraphApi({
  port: Number(values.port),
  accessToken: process.env.WHATSAPP_ACCESS_TOKEN ?? 'stand-in-token',
  appSecret: process.env.WHATSAPP_APP_SECRET ?? 'stand-in-secret',
  numbers: [
    {
      phoneNumberId: values['phone-number-id'],
      displayPhoneNumber: values['display-phone-number'],
      businessAccountId: values['business-account-id'],
    },
  ],
  ...(values.callback === undefined ? {} : { callbackUrl: values.callback }),
  ...(values.journal === undefined ? {} : { journal: values.journal }),
  onSend: (phase, count) => {
    if (values['die-phase'] === phase && count === Number(values['die-at'])) process.kill(process.pid, 'SIGKILL');
  },
  statusAfterMs: { sent, delivered, read },
  templates: demoTemplates,
  strangers: values.strangers === 'closed' ? 'closed' : 'open',
});
process.stdout.write(`${JSON.stringify({ url: api.url, graphUrl: api.graphUrl })}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void api.close().then(() => process.exit(0)));
}
