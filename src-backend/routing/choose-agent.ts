/**
 * Who gets the next conversation of a queue: available, below capacity, the least loaded for their capacity, and among
 * equals whoever has gone longest without a new one. Pure: the same state gives the same answer.
 */
export interface AgentState {
  id: string;
  available: boolean;
  open: number;
  capacity: number;
  /** When the newest of the open conversations began; 0 if there is none. */
  lastStartedAt: number;
}

export function chooseAgent(agents: AgentState[]): AgentState | null {
  let best: AgentState | null = null;
  for (const agent of agents) {
    if (!agent.available || agent.open >= agent.capacity) continue;
    if (best === null || before(agent, best)) best = agent;
  }
  return best;
}

function before(a: AgentState, b: AgentState): boolean {
  // Cross-multiplied, so that loads compare exactly.
  const load = a.open * b.capacity - b.open * a.capacity;
  if (load !== 0) return load < 0;
  if (a.lastStartedAt !== b.lastStartedAt) return a.lastStartedAt < b.lastStartedAt;
  return a.id < b.id;
}
