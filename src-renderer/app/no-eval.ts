/**
 * zod looks whether it may compile its checks with `new Function`. Our policy forbids it, as it should, and the browser would
 * report every look as a violation; those that mean something must stand alone. Set before zod is loaded, and without it.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
