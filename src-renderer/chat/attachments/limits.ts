import type { Capabilities } from '../../../src-shared/protocol/entities.ts';
import { ruleFor, sameMime } from '../../../src-shared/rules/media-rules.ts';

export type FileProblem =
  | { reason: 'empty' }
  | { reason: 'unsupported' }
  /** `maxBytes` is what this channel takes of this kind of file. */
  | { reason: 'too-large'; maxBytes: number };

/**
 * Checked before anything is uploaded; engine and server look at the bytes themselves again. A file whose type this system
 * does not know (`type` empty) may be a document, where the channel takes any.
 */
export function fileProblem(file: { type: string; size: number }, capabilities: Capabilities): FileProblem | null {
  const { media } = capabilities;
  const rule =
    file.type === ''
      ? media.find(({ kind }) => kind === 'document')
      : (ruleFor(media, sameMime(file.type)) ?? undefined);
  if (rule === undefined) return { reason: 'unsupported' };
  if (file.size === 0) return { reason: 'empty' };
  const { maxBytes } = rule;
  return file.size > maxBytes ? { reason: 'too-large', maxBytes } : null;
}

/** For the file dialog's `accept`. */
export const acceptedTypes = (capabilities: Capabilities): string =>
  capabilities.media.flatMap(({ mimes }) => mimes).join(',');

/** The longest text that may go now: with a medium a channel may take less. */
export const textLimit = (capabilities: Capabilities, withMedia: boolean): number =>
  withMedia ? (capabilities.captionLimit ?? capabilities.textLimit) : capabilities.textLimit;

/** Whether words may stand below a medium of this type; a voice note and a sticker go alone. */
export const takesCaption = (mime: string, capabilities: Capabilities | null): boolean =>
  capabilities === null || ruleFor(capabilities.media, sameMime(mime))?.captions !== false;
