import { readFileSync } from 'node:fs';

/**
 * Loaded before a program (`--import`): a machine whose clock was set. How far it is ahead, in milliseconds, stands in
 * `TURNO_TEST_CLOCK_AHEAD_MS`, or in the file that `TURNO_TEST_CLOCK_FILE` names when it is to move meanwhile.
 */
const file = process.env.TURNO_TEST_CLOCK_FILE;
const fixed = Number(process.env.TURNO_TEST_CLOCK_AHEAD_MS ?? 0);
const realNow = Date.now.bind(Date);
const aheadMs = file === undefined ? () => fixed : () => Number(readFileSync(file, 'utf8'));
Date.now = () => realNow() + aheadMs();
