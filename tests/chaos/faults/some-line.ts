import type { Random } from '../../../src-backend/demo/seed/random.ts';
import type { FaultyProxy } from '../../simulators/network/faulty-proxy.ts';
import type { World } from '../world/world.ts';

/** One line of the world. Half of the time an agent's own, because those are what people notice. */
export function someLine(world: World, random: Random, target: (words: string) => void): FaultyProxy {
  const { desktops, site, webhooks, provider } = world.lines;
  const desktop = random.below(desktops.length);
  const common = [
    { name: 'the site', line: site },
    { name: 'the webhooks', line: webhooks },
    { name: 'the provider', line: provider },
    ...(world.cluster.database === null ? [] : [{ name: 'the database', line: world.cluster.database.line }]),
  ];
  const other = random.pick(common);
  const own = desktops[desktop];
  if (own === undefined || random.chance(0.5)) {
    target(`the line of ${other.name}`);
    return other.line;
  }
  target(`the line of ${world.agents[desktop]?.name}`);
  return own;
}
