import type { Capabilities } from '../protocol/entities.ts';

export type MediaRules = Capabilities['media'];

/** Names by which the same thing goes; left: as found, right: as channels list it. */
const sameAs: Record<string, string> = {
  'audio/x-m4a': 'audio/mp4',
  'video/x-m4v': 'video/mp4',
  'audio/vnd.wave': 'audio/wav',
  'audio/opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
};

/** A MIME type by the name that channels list, without parameters. */
export function sameMime(mime: string): string {
  const plain = mime.split(';')[0]?.trim().toLowerCase() ?? '';
  return sameAs[plain] ?? plain;
}

/** The rule by which a channel takes a file of this type: as what it is rather than as a document. null: it does not. */
export function ruleFor(rules: MediaRules, mime: string): MediaRules[number] | null {
  const fitting = rules.filter(({ mimes }) => mimes.some((listed) => covers(listed, mime)));
  return fitting.find(({ kind }) => kind !== 'document') ?? fitting[0] ?? null;
}

function covers(listed: string, mime: string): boolean {
  if (listed === '*/*') return true;
  return listed.endsWith('/*') ? mime.startsWith(listed.slice(0, -1)) : listed === mime;
}
