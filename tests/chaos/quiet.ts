import { glanceAt } from './evidence/machine-files.ts';
import type { World } from './world/world.ts';

/** How long everything must stay as it is before it counts as quiet. */
const STILL_MS = 4_000;
const LOOK_EVERY_MS = 500;

/**
 * Waits until nothing moves any more: customers, provider, outboxes and lines are at rest, and every machine stands at
 * the same place of the log. Says what it waited for when the time is over; null: it is quiet.
 */
export async function untilQuiet(world: World, withinMs: number): Promise<string | null> {
  const until = performance.now() + withinMs;
  let place: string | null = null;
  let since = 0;
  let why = 'the first look';
  while (performance.now() < until) {
    const found = unrestOf(world);
    if ('why' in found) {
      place = null;
      why = found.why;
    } else if (place !== found.place) {
      place = found.place;
      since = performance.now();
      why = 'nothing to move any more';
    } else if (performance.now() - since >= STILL_MS) return null;
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
  return why;
}

function unrestOf({ customers, cluster, agents }: World): { why: string } | { place: string } {
  const customersWait = customers.waitingFor();
  if (customersWait !== null) return { why: customersWait };
  const down = cluster.nodes.find((node) => !node.running());
  if (down !== undefined) return { why: `${down.name} is down` };
  const places: string[] = [];
  for (const { name, machine } of agents) {
    const { session, connection, outbox } = machine.sees;
    if (session?.phase !== 'ready') return { why: `${name} is not signed in (${session?.phase ?? 'nothing shown'})` };
    if (connection?.state !== 'online' || connection.catchingUp !== null) {
      return { why: `the line of ${name}: ${JSON.stringify(connection)}` };
    }
    if (connection.localProblem === 'disk-full') return { why: `${name} has a full disk` };
    const waiting = outbox?.pending.length ?? 0;
    if (waiting > 0) return { why: `${waiting} commands in the outbox of ${name}` };
    const glance = glanceAt(machine);
    if (glance === null || glance.cursor === null) return { why: `${name} has no place in the log` };
    if (glance.queued > 0) return { why: `${glance.queued} messages that ${name} sees on their way` };
    places.push(String(glance.cursor));
  }
  const [place = ''] = places;
  return places.every((other) => other === place)
    ? { place }
    : { why: `the machines stand apart: ${places.join(', ')}` };
}
