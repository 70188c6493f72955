import type { World } from './world/world.ts';

const WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 100;

/** Everybody has signed in and is up to date before anything is done to them. */
export async function begun(world: World): Promise<void> {
  const until = performance.now() + WITHIN_MS;
  for (;;) {
    const late = world.agents.find(
      ({ machine: { sees } }) => sees.connection?.state !== 'online' || sees.connection.catchingUp !== null,
    );
    if (late === undefined) return;
    if (performance.now() > until) {
      throw new Error(`${late.name} could not begin: ${JSON.stringify(late.machine.sees.session)}`);
    }
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
}
