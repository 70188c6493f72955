import { type Fault, pause } from './fault.ts';

/** SIGKILL of PostgreSQL under all nodes; it recovers from its write-ahead log. */
export const killDatabase: Fault = {
  name: 'kill the database',
  excludes: 'database',
  possible: ({ cluster }) => cluster.database !== null,
  async strike({ cluster }, random, target) {
    if (cluster.database === null) return;
    target('PostgreSQL');
    const downMs = random.between(100, 3_000);
    await cluster.database.server.kill();
    await pause(downMs);
    await cluster.database.server.revive();
  },
};
