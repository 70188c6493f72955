import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { keysOf } from '../../src-backend/contacts/keys.ts';
import { holdersOf, linkMatches } from '../../src-backend/contacts/linking.ts';
import { createIdentityFinder } from '../../src-backend/contacts/match.ts';
import { matchOf } from '../../src-backend/contacts/matching.ts';
import { recordOf } from '../../src-backend/contacts/record.ts';
import { createWorkUnit, type WorkUnit } from '../../src-backend/conversations/work-unit.ts';
import { createWorkspaceLog } from '../../src-backend/log/write.ts';
import { loadFields } from '../../src-backend/store/entities/directory.ts';
import { openStore } from '../../src-backend/store/open.ts';
import type { Contact } from '../../src-shared/protocol/entities.ts';
import { startPostgres } from '../integration/postgres-server.ts';
import { type BenchResult, benchResult, median, percentile } from './figures.ts';

const CONTACTS = Number(process.env.TURNO_BENCH_CONTACTS ?? 1_000_000);
const TIMES = 400;
const WARM_UP = 50;
const MOST_MS = 5;

/**
 * Finding whose message it is among a million contacts, on PostgreSQL. `known`: from a number that a contact wrote from before.
 * `recognised`: from a new number, which stands without its ninth digit in another's field: the keys are looked up, the
 * other record is read and the two are compared. `suggested`: all that follows from it, written and told; it happens once
 * for two people. The floor is one contact by its primary key over the same connection.
 */
export default async function matching(): Promise<BenchResult> {
  const server = await startPostgres();
  try {
    const opened = await openStore({ kind: 'server', url: server.url }, { log: pino({ level: 'silent' }) });
    if (!opened.ok) throw new Error('the store is of a newer version');
    const { store } = opened;
    const workspaceId = randomUUID();
    await seed(server.url, workspaceId);
    const log = createWorkspaceLog({ store, now: Date.now });
    const times = {
      known: [] as number[],
      recognised: [] as number[],
      suggested: [] as number[],
      floor: [] as number[],
    };
    for (let turn = 0; turn < WARM_UP + TIMES; turn += 1) {
      const at = Math.floor(Math.random() * CONTACTS);
      const kept = <T>(list: T[], value: T) => turn >= WARM_UP && list.push(value);
      await log.write(workspaceId, async (tx) => {
        const unit = createWorkUnit(tx);
        kept(
          times.floor,
          await timed(() => tx.db.selectFrom('contact').selectAll().where('id', '=', `c${at}`).execute()),
        );
        kept(times.known, await timed(() => arrives(unit, numberOf(at))));
      });
      await log.write(workspaceId, async (tx) => {
        const unit = createWorkUnit(tx);
        const contact = await arrives(unit, fieldNumberOf(turn));
        await unit.flush();
        kept(times.recognised, await timed(() => recognise(unit, contact)));
        kept(times.suggested, await timed(() => linkMatches(unit)));
      });
    }
    const made = await store.db
      .selectFrom('suggestion')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    if (Number(made.count) !== WARM_UP + TIMES) throw new Error(`only ${made.count} were recognised`);
    await store.close();
    const p99 = { known: percentile(times.known, 0.99), recognised: percentile(times.recognised, 0.99) };
    return benchResult({
      name: 'matching',
      figures: {
        knownP50: median(times.known),
        knownP99: p99.known,
        recognisedP50: median(times.recognised),
        recognisedP99: p99.recognised,
        suggestedP50: median(times.suggested),
      },
      floor: { primaryKeyP50: median(times.floor), primaryKeyP99: percentile(times.floor, 0.99) },
      ratio: { knownOf5ms: p99.known / MOST_MS, recognisedOf5ms: p99.recognised / MOST_MS },
      budget: { knownOf5ms: 1, recognisedOf5ms: 1 },
    });
  } finally {
    await server.stop();
  }
}

async function arrives(unit: WorkUnit, phone: string): Promise<Contact> {
  const sender = { address: phone, phone, profileName: 'Cliente' };
  return (await createIdentityFinder(unit).find('whatsapp', sender, true)).contact;
}

/** By its keys the other contact, read whole, and the verdict with its reasons. */
async function recognise(unit: WorkUnit, contact: Contact): Promise<void> {
  const fields = await loadFields(unit.tx.db, unit.tx.workspaceId);
  const keys = keysOf(contact, fields);
  const holders = [...(await holdersOf(unit.tx, keys)).values()].flat();
  const other = await recordOf(unit, holders.find((id) => id !== contact.id) ?? '');
  if (other === null || matchOf(keys, keysOf(other.shown, fields)).verdict !== 'possible')
    throw new Error('somebody was not recognised');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** A number of the contact's own, as it wrote from it. */
const numberOf = (index: number): string => `55119${String(60_000_000 + index).padStart(8, '0')}`;
/** A number that stands in the field of contact `index * 100`, with its ninth digit; nobody wrote from it. */
const fieldNumberOf = (index: number): string => `5521${String(80_000_000 + index * 100).padStart(8, '0')}`;

/** By the database itself: a million contacts with a number each, and another number in a field. */
async function seed(url: string, workspaceId: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const fieldId = randomUUID();
  const last = CONTACTS - 1;
  try {
    await client.query(
      "INSERT INTO workspace (id, name, time_zone, created_at) VALUES ($1, $1, 'America/Sao_Paulo', 0)",
      [workspaceId],
    );
    await client.query(
      'INSERT INTO workspace_log (workspace_id, log_id, seq, pruned_to, protocol_year, protocol_last) VALUES ($1, $1, 0, 0, 0, 0)',
      [workspaceId],
    );
    await client.query(
      `INSERT INTO field (id, workspace_id, name, type, choices, position, active, version)
       VALUES ($1, $2, 'Telefone', 'phone', '[]', 0, true, 0)`,
      [fieldId, workspaceId],
    );
    await client.query(
      `INSERT INTO contact (id, workspace_id, name, created_at, root_id, fields)
       SELECT 'c' || n, $1, 'Cliente ' || n, 0, 'c' || n, jsonb_build_object($2::text, '55219' || (80000000 + n))
       FROM generate_series(0, $3::int) AS n`,
      [workspaceId, fieldId, last],
    );
    await client.query(
      `INSERT INTO identity (id, workspace_id, contact_id, channel, address, phone, profile_name, proved)
       SELECT 'i' || n, $1, 'c' || n, 'whatsapp', '55119' || (60000000 + n), '55119' || (60000000 + n), 'Cliente', true
       FROM generate_series(0, $2::int) AS n`,
      [workspaceId, last],
    );
    await client.query(
      `INSERT INTO contact_key (workspace_id, kind, value, contact_id)
       SELECT $1, 'phone', '55119' || (60000000 + n), 'c' || n FROM generate_series(0, $2::int) AS n
       UNION ALL
       SELECT $1, 'phone', '55219' || (80000000 + n), 'c' || n FROM generate_series(0, $2::int) AS n`,
      [workspaceId, last],
    );
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}
