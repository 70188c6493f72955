import { randomUUID } from 'node:crypto';
import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckCode, CheckFacts } from '../../../src-shared/bridge/diagnostics.ts';

const LOW_BYTES = 1_000_000_000;
const FULL_BYTES = 100_000_000;
const TRIED = Buffer.alloc(64 * 1024, 7);

/** Whether the folder can be written, really, and how much room there is. */
export async function checkDisk(folder: string): Promise<{ code: CheckCode<'disk'>; facts: CheckFacts }> {
  const { bavail, bsize } = await statfs(folder);
  const facts = { freeBytes: bavail * bsize };
  const trial = join(folder, `diagnostics-${randomUUID()}.tmp`);
  try {
    const file = await open(trial, 'wx', 0o600);
    try {
      await file.writeFile(TRIED);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
    return { code: code === 'ENOSPC' || code === 'EDQUOT' ? 'full' : 'readOnly', facts: { ...facts, error: code } };
  } finally {
    await rm(trial, { force: true }).catch(() => undefined);
  }
  if (facts.freeBytes < FULL_BYTES) return { code: 'full', facts };
  return { code: facts.freeBytes < LOW_BYTES ? 'low' : 'ok', facts };
}
