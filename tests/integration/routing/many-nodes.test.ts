import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import { openStore } from '../../../src-backend/store/open.ts';
import { openOperation } from '../core/operation.ts';
import { createDatabase } from '../stores.ts';
import { crowdPlan, everOverCapacity, ownerless } from './crowd.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Node {
  /** The provider's ids of the messages it answered for. */
  accepted: string[];
  ready: Promise<void>;
  /** Resolves with whether it came to its end by itself. */
  ended: Promise<boolean>;
  kill(): void;
}

function startNode(url: string, workspaceId: string, seed: number, count: number): Node {
  const file = join(import.meta.dirname, 'busy-node', 'main.ts');
  const child = spawn(process.execPath, [file, url, workspaceId, String(seed), String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const accepted: string[] = [];
  const ready = Promise.withResolvers<void>();
  let done = false;
  createInterface(child.stdout).on('line', (line) => {
    const said: { accepted?: string; ready?: true; done?: true } = JSON.parse(line);
    if (said.accepted !== undefined) accepted.push(said.accepted);
    if (said.ready === true) ready.resolve();
    if (said.done === true) done = true;
  });
  const ended = new Promise<boolean>((resolve) => child.once('close', () => resolve(done)));
  void ended.then(() => ready.reject(new Error('a node ended before it began')));
  closers.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { accepted, ready: ready.promise, ended, kill: () => void child.kill('SIGKILL') };
}

it('several backend processes on PostgreSQL, one of which is killed: never over capacity, nothing lost, nothing doubled', async () => {
  const database = await createDatabase();
  closers.push(database.drop);
  const opened = await openStore({ kind: 'server', url: database.url }, { log: pino({ level: 'silent' }) });
  if (!opened.ok) throw new Error('the store did not open');
  closers.push(() => opened.store.close());
  const operation = await openOperation(opened.store, crowdPlan);
  closers.push(() => operation.close());

  const nodes = [1, 2, 3, 4].map((seed) => startNode(database.url, operation.workspaceId, seed, 250));
  await Promise.all(nodes.map((node) => node.ready));
  const [victim, ...others] = nodes;
  if (victim === undefined) throw new Error('no node was started');
  await expect.poll(() => victim.accepted.length, { timeout: 60_000 }).toBeGreaterThan(20);
  victim.kill();
  expect(await victim.ended).toBe(false);
  expect(await Promise.all(others.map((node) => node.ended))).toEqual([true, true, true]);

  expect(await everOverCapacity(operation, crowdPlan)).toEqual([]);
  // The look can find something: with a place less each, they all would have been.
  const tighter = { ...crowdPlan, people: crowdPlan.people.map((one) => ({ ...one, capacity: one.capacity - 1 })) };
  expect(await everOverCapacity(operation, tighter)).toHaveLength(crowdPlan.people.length);
  expect(await ownerless(operation)).toEqual([]);

  const stored = await operation.store.db
    .selectFrom('message')
    .select('external_id')
    .where('workspace_id', '=', operation.workspaceId)
    .where('direction', '=', 'inbound')
    .execute();
  const ids = stored.map((row) => row.external_id);
  const answered = nodes.flatMap((node) => node.accepted);
  expect(answered.length).toBeGreaterThan(200);
  expect(new Set(ids).size).toBe(ids.length);
  expect(answered.filter((id) => !ids.includes(id))).toEqual([]);

  // Nothing waits while somebody of its department is available and has room.
  const { rows } = await freePlaces(operation);
  expect(rows).toEqual([]);
}, 180_000);

async function freePlaces({ store, workspaceId }: Awaited<ReturnType<typeof openOperation>>) {
  const rows = await store.db
    .selectFrom('conversation')
    .innerJoin('person_department', 'person_department.department_id', 'conversation.department_id')
    .innerJoin('person', 'person.id', 'person_department.person_id')
    .select(['conversation.protocol', 'person.name', 'conversation.passed_by'])
    .where('conversation.workspace_id', '=', workspaceId)
    .where('conversation.status', '=', 'queued')
    .where('person.presence_state', '=', 'available')
    .where((eb) =>
      eb(
        eb
          .selectFrom('conversation as held')
          .select((held) => held.fn.countAll<number>().as('open'))
          .whereRef('held.assignee_id', '=', 'person.id')
          .where('held.status', '=', 'open'),
        '<',
        eb.ref('person.capacity'),
      ),
    )
    .execute();
  // Whoever passed one on just now may well have room for another.
  return {
    rows: rows.filter((row) => !row.passed_by?.some((passed) => passed.agentId.endsWith(row.name))),
  };
}
