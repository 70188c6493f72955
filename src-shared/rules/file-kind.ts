import { fileTypeFromBuffer } from 'file-type';
import { sameMime } from './media-rules.ts';

export { type MediaRules, ruleFor } from './media-rules.ts';

/** Word, Excel and PowerPoint up to 2003 are one container (CFB): only the name tells them apart. */
const oldOffice: Record<string, string> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
};

const texts: Record<string, string> = { csv: 'text/csv', txt: 'text/plain' };

const extensionOf = (name: string | null): string => /\.([a-z0-9]{1,8})$/i.exec(name ?? '')?.[1]?.toLowerCase() ?? '';

/**
 * The MIME type of a file by its own bytes; what somebody claims proves nothing. The name counts only where bytes cannot
 * tell: among old Office files, and for plain text, which is taken for it only if it can be read as such. null: unknown.
 */
export async function kindOfBytes(bytes: Uint8Array, name: string | null): Promise<string | null> {
  const found = (await fileTypeFromBuffer(bytes))?.mime.split(';')[0];
  const extension = extensionOf(name);
  if (found === undefined) return isPlainText(bytes) ? (texts[extension] ?? null) : null;
  if (found === 'application/x-cfb') return oldOffice[extension] ?? found;
  const mime = sameMime(found);
  return mime === 'video/mp4' && !hasFilm(bytes) ? 'audio/mp4' : mime;
}

/** An MP4 with a track of pictures (ISO/IEC 14496-12, 8.4.3: `hdlr`, its type 8 bytes after the name); else it is sound. */
function hasFilm(bytes: Uint8Array): boolean {
  const [h, d, l, r] = [0x68, 0x64, 0x6c, 0x72];
  for (let at = bytes.indexOf(h); at !== -1; at = bytes.indexOf(h, at + 1)) {
    if (bytes[at + 1] !== d || bytes[at + 2] !== l || bytes[at + 3] !== r) continue;
    if (String.fromCharCode(...bytes.subarray(at + 12, at + 16)) === 'vide') return true;
  }
  return false;
}

function isPlainText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false;
  // Old spreadsheets export CSV in Windows-1252: any byte is a letter there, but control characters are none.
  return !bytes.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d);
}
