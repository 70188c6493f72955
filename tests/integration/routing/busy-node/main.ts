import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { createRandom } from '../../../../src-backend/demo/seed/random.ts';
import { openStore } from '../../../../src-backend/store/open.ts';
import { idIn, openOperation } from '../../core/operation.ts';
import { crowdPlan } from '../crowd.ts';

/**
 * One backend node as a process of its own, under load: customers write, agents finish, take, transfer, pause and come back,
 * all through the core. Prints a line of JSON for the start, for each accepted message (by its provider's id), and at the end.
 * Arguments: database URL, workspace, seed, number of things to do.
 */
const [url = '', workspaceId = '', seed = '1', count = '100'] = process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const opened = await openStore({ kind: 'server', url }, { log: pino({ level: 'silent' }) });
if (!opened.ok) throw new Error('the store of the test did not open');
const operation = await openOperation(opened.store, crowdPlan, undefined, workspaceId);
const random = createRandom(Number(seed));
const people = crowdPlan.people.map((person) => person.id);
/** A pool of customers that all nodes share, so that the same one writes to several nodes at once. */
const address = () => `55119${String(random.between(1, 60)).padStart(8, '0')}`;

async function customerWrites(): Promise<void> {
  const department = random.pick(['suporte', 'vendas']);
  const externalId = randomUUID();
  const from = address();
  await operation.core.door.accept(idIn(operation, `connection-${department}`), [
    {
      type: 'message',
      externalId,
      sender: { address: from, phone: from, profileName: `Cliente ${from.slice(-2)}` },
      kind: 'text',
      text: 'oi',
      media: null,
      unknownKind: null,
      quotedExternalId: null,
      providerAt: null,
    },
  ]);
  say({ accepted: externalId });
}

async function someConversation(status: 'open' | 'queued'): Promise<{ id: string; who: string } | null> {
  const rows = await operation.store.db
    .selectFrom('conversation')
    .select(['id', 'assignee_id'])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', status)
    .limit(20)
    .execute();
  if (rows.length === 0) return null;
  const row = random.pick(rows);
  return { id: row.id, who: row.assignee_id?.slice(row.assignee_id.indexOf(':') + 1) ?? random.pick(people) };
}

async function agentActs(): Promise<void> {
  const wish = random.next();
  if (wish < 0.12) {
    const state = random.pick(['available', 'available', 'available', 'paused'] as const);
    await operation.command(random.pick(people), 'presence.set', { state, reason: state === 'paused' ? 'Café' : null });
    return;
  }
  const chosen = await someConversation(wish < 0.3 ? 'queued' : 'open');
  if (chosen === null) return;
  const conversationId = chosen.id;
  if (wish < 0.3) await operation.command(random.pick(people), 'conversation.take', { conversationId });
  else if (wish < 0.42) {
    const to = random.chance(0.5)
      ? { kind: 'agent' as const, id: idIn(operation, random.pick(people)) }
      : { kind: 'department' as const, id: idIn(operation, random.pick(['suporte', 'vendas'])) };
    await operation.command(chosen.who, 'conversation.transfer', { conversationId, to, note: null });
  } else
    await operation.command(chosen.who, 'conversation.finish', { conversationId, reasonId: null, description: null });
}

say({ ready: true });
let left = Number(count);
const worker = async () => {
  while (left > 0) {
    left -= 1;
    await (random.chance(0.45) ? customerWrites() : agentActs());
  }
};
await Promise.all([worker(), worker(), worker(), worker()]);
await operation.close();
await opened.store.close();
say({ done: true });
