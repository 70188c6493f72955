/**
 * Where the engine tells what it did. `fields` carry counts, ids, durations and reasons only: no message text, names,
 * addresses, tokens or numbers of people ever enter a log.
 */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
