/** Loaded before a desktop (`--import`): a machine whose clock was set wrong. */
const aheadMs = Number(process.env.TURNO_TEST_CLOCK_AHEAD_MS ?? 0);
const realNow = Date.now.bind(Date);
Date.now = () => realNow() + aheadMs;
