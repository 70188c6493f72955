/** `node deploy/health.mjs URL`: for a container's health check; the image has no other program that asks over HTTP. */
const answer = await fetch(process.argv[2] ?? '', { signal: AbortSignal.timeout(4_000) }).catch(() => null);
process.exit(answer?.ok === true ? 0 : 1);
