import {
  File,
  FileArchive,
  FileAudio,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileType,
  FileVideo,
  type LucideIcon,
  Presentation,
} from 'lucide-react';

export interface FileLook {
  icon: LucideIcon;
  /** How it is called for short; null: by the file's own extension. */
  label: string | null;
  tone: 'pdf' | 'text' | 'sheet' | 'slides' | 'other';
}

const looks: [RegExp, FileLook][] = [
  [/^application\/pdf$/, { icon: FileText, label: 'PDF', tone: 'pdf' }],
  [/word|opendocument\.text|rtf/, { icon: FileType, label: null, tone: 'text' }],
  [/excel|spreadsheet|^text\/csv$/, { icon: FileSpreadsheet, label: null, tone: 'sheet' }],
  [/powerpoint|presentation/, { icon: Presentation, label: null, tone: 'slides' }],
  [/zip|rar|7z|tar|compressed/, { icon: FileArchive, label: null, tone: 'other' }],
  [/^image\//, { icon: FileImage, label: null, tone: 'other' }],
  [/^audio\//, { icon: FileAudio, label: null, tone: 'other' }],
  [/^video\//, { icon: FileVideo, label: null, tone: 'other' }],
  [/^text\//, { icon: FileText, label: null, tone: 'text' }],
];

const plain: FileLook = { icon: File, label: null, tone: 'other' };

/** How a file is recognised at a glance, by its kind. */
export const lookOf = (mime: string): FileLook => looks.find(([kind]) => kind.test(mime))?.[1] ?? plain;

const TAIL = 14;

/**
 * A name in two parts, of which the first may be cut when there is no room: beginnings tell letters of one kind apart, ends
 * tell versions and the kind itself.
 */
export function nameParts(name: string): { head: string; tail: string } {
  const letters = [...name];
  if (letters.length <= TAIL * 2) return { head: name, tail: '' };
  return { head: letters.slice(0, -TAIL).join(''), tail: letters.slice(-TAIL).join('') };
}

export const extensionOf = (name: string | null): string | null =>
  /\.([\p{L}\p{N}]{1,5})$/u.exec(name ?? '')?.[1]?.toUpperCase() ?? null;
