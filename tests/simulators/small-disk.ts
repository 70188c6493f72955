import fs, { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Loaded before a backend (`--import`): its disk has room for so many more bytes as the file says that `TURNO_TEST_DISK_FILE`
 * names. The system tells what is left, and refuses to let a file grow beyond it, as a full disk does: what a file has
 * already may be written anew. (PGlite writes with `writeSync`.)
 */
const file = process.env.TURNO_TEST_DISK_FILE ?? '';
let said = '';
let room = Number.POSITIVE_INFINITY;
function look(): void {
  const words = readFileSync(file, 'utf8');
  if (words === said) return;
  said = words;
  room = words === '' ? Number.POSITIVE_INFINITY : Number(words);
}
look();
setInterval(look, 50).unref();

const { statfsSync, writeSync } = fs;

/** As PGlite calls it, for its files; whoever writes to a pipe leaves the place out. */
type Write = [fd: number, bytes: NodeJS.ArrayBufferView, offset: number, length: number, position: number];

function writeWithin(...[fd, bytes, offset, length, position]: Write): number {
  const growth = typeof position === 'number' ? Math.max(0, position + length - fs.fstatSync(fd).size) : 0;
  if (growth > room) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', errno: -28 });
  room -= growth;
  return writeSync(fd, bytes, offset, length, position);
}

function statfsOfRoom(path: string): fs.StatsFs {
  const real = statfsSync(path);
  return Number.isFinite(room) ? Object.assign(real, { bavail: Math.floor(room / real.bsize) }) : real;
}

Object.assign(fs, { writeSync: writeWithin, statfsSync: statfsOfRoom });
syncBuiltinESMExports();
