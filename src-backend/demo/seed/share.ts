import type { Person } from '../../../src-shared/protocol/entities.ts';

/** Gives open conversations to people as a distribution by capacity would: to whoever has the most room. */
export function createShare(): { next(agents: readonly Person[]): Person | null } {
  const held = new Map<string, number>();
  const load = ({ id, capacity }: Person) => (held.get(id) ?? 0) / capacity;
  return {
    next(agents) {
      const [first, ...others] = agents;
      if (first === undefined) return null;
      const freest = others.reduce((best, agent) => (load(agent) < load(best) ? agent : best), first);
      held.set(freest.id, (held.get(freest.id) ?? 0) + 1);
      return freest;
    },
  };
}
