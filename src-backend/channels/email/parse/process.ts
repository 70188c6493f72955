import { parseMail } from './parse-mail.ts';

/** The process that reads strangers' mail (see parser.ts): it may be ended at any moment, and holds nothing. */
process.on('message', ({ id, raw }: { id: number; raw: Uint8Array }) => {
  parseMail(raw).then(
    (mail) => process.send?.({ id, mail }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.message : 'unknown' }),
  );
});
process.once('disconnect', () => process.exit(0));
process.send?.({ ready: true });
