import { type PGlite, protocol } from '@electric-sql/pglite';

const { serialize } = protocol;

export interface StatementResult {
  rows: Record<string, unknown>[];
  /** Rows inserted, updated, deleted or merged; 0 for whatever only reads. */
  affected: number;
}

export interface Statements {
  /** Runs one statement. Throws PGlite's `DatabaseError`. The caller owns the connection. */
  run(text: string, values: readonly unknown[]): Promise<StatementResult>;
}

interface Prepared {
  name: string;
  parameterTypes: number[];
  fields: { name: string; type: number }[];
}

type Reply = Awaited<ReturnType<PGlite['execProtocolStream']>>;

/** Texts differ by how many rows they name, so there are more of them than places in our code. */
const MOST_PREPARED = 256;

const preparable = /^\s*(select|insert|update|delete|with|merge)\b/i;
const changesSchema = /^\s*(create|alter|drop|do)\b/i;

/**
 * PGlite's own `query` enters the database six times for each statement (parse, describe, bind, describe, execute,
 * sync), and most of a small statement's time is spent there. Here a text is parsed once, and running it is one entry.
 * Plans are not kept (`plan_cache_mode`): a plan made while a table was small would stay when it is large.
 */
export function createStatements(pglite: PGlite): Statements {
  /** In the order of their last use, the oldest first. */
  const known = new Map<string, Prepared>();
  let made = 0;

  const send = (messages: Uint8Array[]): Promise<Reply> =>
    pglite.runExclusive(() => pglite.execProtocolStream(joined([...messages, serialize.sync()]), { syncToFs: false }));

  async function prepare(text: string): Promise<Prepared> {
    const found = known.get(text);
    if (found !== undefined) {
      known.delete(text);
      known.set(text, found);
      return found;
    }
    made += 1;
    const name = `s${made}`;
    const reply = await send([
      ...forgetOldest(),
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
    ]);
    const prepared: Prepared = { name, parameterTypes: [], fields: [] };
    for (const message of reply) {
      if (message instanceof protocol.messages.ParameterDescriptionMessage)
        prepared.parameterTypes = message.dataTypeIDs;
      if (message instanceof protocol.messages.RowDescriptionMessage)
        prepared.fields = message.fields.map((field) => ({ name: field.name, type: field.dataTypeID }));
    }
    known.set(text, prepared);
    return prepared;
  }

  function forgetOldest(): Uint8Array[] {
    const [oldest] = known;
    if (known.size < MOST_PREPARED || oldest === undefined) return [];
    known.delete(oldest[0]);
    return [serialize.close({ type: 'S', name: oldest[1].name })];
  }

  async function forgetAll(): Promise<void> {
    if (known.size === 0) return;
    const all = [...known.values()];
    known.clear();
    await send(all.map(({ name }) => serialize.close({ type: 'S', name })));
  }

  const written = (value: unknown, type: number | undefined): string | null => {
    if (value === null || value === undefined) return null;
    const serializer = type === undefined ? undefined : pglite.serializers[type];
    return serializer === undefined ? String(value) : serializer(value);
  };

  function read({ fields }: Prepared, values: readonly (string | null)[]): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (let index = 0; index < fields.length; index += 1) {
      const field = fields[index];
      const value = values[index] ?? null;
      if (field === undefined) continue;
      const parser = pglite.parsers[field.type];
      row[field.name] = value === null || parser === undefined ? value : parser(value, field.type);
    }
    return row;
  }

  return {
    async run(text, values) {
      if (!preparable.test(text)) {
        // What a statement means may have changed with the tables.
        if (changesSchema.test(text)) await forgetAll();
        const { rows, affectedRows } = await pglite.query<Record<string, unknown>>(text, [...values]);
        return { rows, affected: affectedRows ?? 0 };
      }
      const prepared = await prepare(text);
      const reply = await send([
        serialize.bind({
          statement: prepared.name,
          values: values.map((value, index) => written(value, prepared.parameterTypes[index])),
        }),
        serialize.execute({}),
      ]);
      const rows: Record<string, unknown>[] = [];
      let affected = 0;
      for (const message of reply) {
        if (message instanceof protocol.messages.DataRowMessage) rows.push(read(prepared, message.fields));
        if (message instanceof protocol.messages.CommandCompleteMessage) affected += countIn(message.text);
      }
      return { rows, affected };
    },
  };
}

/** «UPDATE 3», «INSERT 0 3»; the number of a SELECT is of rows that were read. */
function countIn(tag: string): number {
  return /^(INSERT|UPDATE|DELETE|MERGE)\b/.test(tag) ? Number(tag.slice(tag.lastIndexOf(' ') + 1)) : 0;
}

function joined(messages: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(messages.reduce((length, message) => length + message.byteLength, 0));
  let at = 0;
  for (const message of messages) {
    whole.set(message, at);
    at += message.byteLength;
  }
  return whole;
}
