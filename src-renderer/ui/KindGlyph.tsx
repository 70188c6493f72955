import {
  Ban,
  CircleDashed,
  Contact,
  FileText,
  Image,
  LayoutTemplate,
  ListChecks,
  type LucideIcon,
  MapPin,
  Mic,
  Music,
  ShoppingBag,
  Sticker,
  Video,
} from 'lucide-react';
import type { MessageKind } from '../../src-shared/protocol/entities.ts';
import type { MessageNature } from '../../src-shared/rules/message-gist.ts';

const kinds: Partial<Record<MessageKind, LucideIcon>> = {
  image: Image,
  audio: Music,
  video: Video,
  document: FileText,
  sticker: Sticker,
  location: MapPin,
  contacts: Contact,
  order: ShoppingBag,
  interactive: ListChecks,
  template: LayoutTemplate,
  unknown: CircleDashed,
};

const natures: Record<NonNullable<MessageNature>, LucideIcon> = {
  voice: Mic,
  deleted: Ban,
  story: CircleDashed,
};

/** What a message is, before its words; nothing for a text. Decoration: the words beside it say the same. */
export function KindGlyph({ kind, nature }: { kind: MessageKind; nature: MessageNature }) {
  const Glyph = nature === null ? kinds[kind] : natures[nature];
  return Glyph === undefined ? null : <Glyph size={14} strokeWidth={1.75} aria-hidden="true" />;
}
