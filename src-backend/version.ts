import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What runs here, as package.json has it: told in the log and on `/healthz`, so that an upgrade of many nodes can be followed. */
export const { version: VERSION } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));
