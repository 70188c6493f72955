import type { Capabilities } from '../../../src-shared/protocol/entities.ts';

export type FileProblem =
  | { reason: 'empty' }
  | { reason: 'unsupported' }
  /** `maxBytes` is what this channel takes of this kind of file. */
  | { reason: 'too-large'; maxBytes: number };

/** Checked before anything is uploaded; the server looks at the bytes themselves again. */
export function fileProblem(file: { type: string; size: number }, capabilities: Capabilities): FileProblem | null {
  const kind = capabilities.media.find(({ mimes }) => mimes.some((mime) => covers(mime, file.type)));
  if (kind === undefined) return { reason: 'unsupported' };
  if (file.size === 0) return { reason: 'empty' };
  if (file.size > kind.maxBytes) return { reason: 'too-large', maxBytes: kind.maxBytes };
  return null;
}

function covers(mime: string, type: string): boolean {
  if (mime === '*/*') return true;
  return mime.endsWith('/*') ? type.startsWith(mime.slice(0, -1)) : mime === type;
}

/** For the file dialog's `accept`. */
export const acceptedTypes = (capabilities: Capabilities): string =>
  capabilities.media.flatMap(({ mimes }) => mimes).join(',');

/** The longest text that may go now: with a medium a channel may take less. */
export const textLimit = (capabilities: Capabilities, withMedia: boolean): number =>
  withMedia ? (capabilities.captionLimit ?? capabilities.textLimit) : capabilities.textLimit;
