import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { hasCode, isDiskFull } from '../engine/files.ts';
import type { SaveFileResult } from '../engine/shell.ts';

const MOST_COPIES = 999;

/**
 * Saves under a name of its own in a folder: an existing file is never replaced («recibo (1).pdf»), and a file under
 * its final name is always whole.
 */
export async function saveIntoFolder(folder: string, name: string, bytes: Uint8Array): Promise<SaveFileResult> {
  const temporary = join(folder, `.turno-${randomBytes(6).toString('hex')}.part`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    return { result: 'saved', where: await giveName(temporary, folder, safeFileName(name)) };
  } catch (error) {
    if (isDiskFull(error)) return { result: 'disk-full' };
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** A hard link fails where the name is taken, so two savers can never overwrite each other. */
async function giveName(temporary: string, folder: string, name: string): Promise<string> {
  const extension = extname(name);
  const stem = basename(name, extension);
  for (let copy = 0; copy <= MOST_COPIES; copy += 1) {
    const where = join(folder, copy === 0 ? name : `${stem} (${copy})${extension}`);
    try {
      await link(temporary, where);
      return where;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
  }
  throw new Error('the folder holds too many files of this name');
}

/** No folders, no characters that a system refuses, no hidden files, no device names of Windows. */
export function safeFileName(name: string): string {
  const plain = basename(name.replaceAll('\\', '/'))
    .replace(/[<>:"/|?*\p{Cc}\p{Cf}]/gu, '_')
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
    .slice(0, 150);
  if (plain === '') return 'arquivo';
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `_${plain}` : plain;
}
