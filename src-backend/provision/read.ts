import { z } from 'zod';
import type { Channel } from '../../src-shared/protocol/entities.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { ChannelAdapter } from '../channels/contract.ts';
import { resolveEnvironment } from './environment.ts';
import { type Problem, problem, problemsOf } from './problems.ts';
import { shortcutKey } from './saved-texts.ts';
import { type ConnectionEntry, type Provision, provisionSchema, type ReasonEntry } from './schema.ts';

export interface ConnectionPlan {
  channel: Channel;
  name: string;
  department: string;
  active: boolean | undefined;
  /** As the file gives them, secrets resolved; the channel parses them again when it reads them. */
  settings: Record<string, unknown>;
  address: string | null;
}

export interface Plan extends Omit<Provision, 'connections'> {
  connections: ConnectionPlan[];
}

/** Checks a provision file by itself; whether it fits what is in the database is seen when it is applied. */
export function readProvision(
  file: unknown,
  deps: { adapters: ReadonlyMap<Channel, ChannelAdapter>; environment: Record<string, string | undefined> },
): Result<Plan, { reason: 'invalid-provision'; problems: Problem[] }> {
  const resolved = resolveEnvironment(file, deps.environment);
  if (resolved.problems.length > 0) return invalid(resolved.problems);
  const parsed = provisionSchema.safeParse(resolved.value);
  if (!parsed.success) return invalid(problemsOf(parsed.error));

  const provision = parsed.data;
  const problems = [
    ...repeated('departments', provision.departments, ({ name }) => name),
    ...repeated('people', provision.people, ({ email }) => email),
    ...repeated('tags', provision.tags, ({ name }) => name),
    ...repeated('pauseReasons', provision.pauseReasons, ({ name }) => name),
    ...repeated('pipelines', provision.pipelines, ({ name }) => name),
    ...repeated('fields', provision.fields, ({ name }) => name),
    ...repeated('savedTexts', provision.savedTexts, shortcutKey),
    ...repeated('connections', provision.connections, ({ name }) => name),
    ...repeatedReasons(provision.reasons, ['reasons']),
  ];
  const connections = provision.connections.flatMap((entry, index) => {
    const plan = planConnection(entry, deps.adapters.get(entry.channel), index);
    if (plan.ok) return [plan.value];
    problems.push(...plan.problems);
    return [];
  });
  return problems.length > 0 ? invalid(problems) : ok({ ...provision, connections });
}

const invalid = (problems: Problem[]) => ({ ok: false, reason: 'invalid-provision', problems }) as const;

function planConnection(
  entry: ConnectionEntry,
  adapter: ChannelAdapter | undefined,
  index: number,
): Result<ConnectionPlan, { reason: 'invalid'; problems: Problem[] }> {
  const path = ['connections', index];
  const { channel, name, department, active, ...settings } = entry;
  if (adapter === undefined) {
    return {
      ok: false,
      reason: 'invalid',
      problems: [problem([...path, 'channel'], `is ${channel}, which this version does not serve`)],
    };
  }
  try {
    const address = adapter.publicAddress(adapter.parseSettings(settings));
    return ok({ channel, name, department, active, settings, address });
  } catch (error) {
    if (error instanceof z.ZodError) return { ok: false, reason: 'invalid', problems: problemsOf(error, path) };
    throw error;
  }
}

function repeated<Entry>(list: string, entries: Entry[], nameOf: (entry: Entry) => string): Problem[] {
  const first = new Map<string, number>();
  return entries.flatMap((entry, index) => {
    const before = first.get(nameOf(entry));
    if (before !== undefined) return [problem([list, index], `is the same as ${list}[${before}]`)];
    first.set(nameOf(entry), index);
    return [];
  });
}

function repeatedReasons(reasons: ReasonEntry[], path: string[]): Problem[] {
  const list = path.join('.');
  return [
    ...repeated(list, reasons, ({ name }) => name),
    ...reasons.flatMap((reason, index) =>
      repeatedReasons(reason.children ?? [], [...path.slice(0, -1), `${path.at(-1)}[${index}]`, 'children']),
    ),
  ];
}
