import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log, LogFields } from '../engine/log.ts';

const LIMIT_BYTES = 5 * 1024 * 1024;

/** The desktop's log: one JSON object a line, one older file kept. A log that cannot be written stops nothing. */
export function createLogFile(path: string): Log {
  let descriptor: number | null = null;
  let bytes = 0;

  function open(): number | null {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      descriptor = openSync(path, 'a', 0o600);
      bytes = statSync(path).size;
    } catch {
      descriptor = null;
    }
    return descriptor;
  }

  function turnOver(): void {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
    renameSync(path, `${path}.1`);
  }

  function write(level: string, event: string, fields: LogFields = {}): void {
    const line = `${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`;
    try {
      if (bytes > LIMIT_BYTES) turnOver();
      const file = descriptor ?? open();
      if (file !== null) bytes += writeSync(file, line);
    } catch {
      // A full disk: the engine tells the user of it; the log has nothing to add.
    }
  }

  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
  };
}
