import { readFileSync } from 'node:fs';

/**
 * Loaded before a backend node (`--import`): a server whose clock is set while it runs. The file that
 * `TURNO_TEST_CLOCK_FILE` names says how far it is off, in milliseconds. Timers and the monotonic clock are not touched,
 * as they are not when somebody sets a real one.
 */
const file = process.env.TURNO_TEST_CLOCK_FILE ?? '';
let offMs = 0;
const look = () => {
  offMs = Number(readFileSync(file, 'utf8'));
};
look();
setInterval(look, 100).unref();

const RealDate = Date;
const realNow = Date.now.bind(Date);
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [realNow() + offMs] : args, newTarget),
});
Date.now = () => realNow() + offMs;
