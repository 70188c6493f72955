import type { Content } from '../protocol/content.ts';
import type { Media, Message, MessageKind } from '../protocol/entities.ts';
import { readCardPhone } from './card-phone.ts';

/** A message in one line: what it is, and the words by which it is told from others of its kind (may be empty). */
export interface Gist {
  kind: MessageKind;
  nature: MessageNature;
  text: string;
}

/** What the kind alone does not say. `deleted`: nothing is left of it; `story`: nothing but a story it is about. */
export type MessageNature = 'voice' | 'deleted' | 'story' | null;

type Told = Pick<Message, 'kind' | 'text' | 'content'> & { media: Pick<Media, 'name' | 'voice'> | null };

export function gistOf(message: Told, deleted: boolean): Gist {
  const { kind, media } = message;
  if (deleted) return { kind, nature: 'deleted', text: '' };
  const said = textBesideContent(message)?.trim() ?? '';
  const words = said !== '' ? said : message.content !== null ? wordsOf(message.content) : '';
  const voice = kind === 'audio' && media?.voice === true;
  if (kind === 'text' && words === '' && message.content?.type === 'story') return { kind, nature: 'story', text: '' };
  // The name of a voice note is the telephone's («PTT-20261119.ogg»); it tells nobody anything.
  return { kind, nature: voice ? 'voice' : null, text: words !== '' || voice ? words : (media?.name ?? '') };
}

/**
 * The text, where it is more than the content said again: a place, cards, a choice and an order carry their words as text
 * too, for whoever knows nothing of contents.
 */
export function textBesideContent({ text, content }: Pick<Told, 'text' | 'content'>): string | null {
  switch (content?.type) {
    case 'location':
    case 'contacts':
    case 'reply':
    case 'order':
      return null;
    default:
      return text;
  }
}

function wordsOf(content: Content): string {
  switch (content.type) {
    case 'location':
      return content.name ?? content.address ?? coordinates(content);
    case 'contacts':
      return content.cards.map((card) => card.name).join(', ');
    case 'reply':
      return content.title;
    case 'order':
      return content.note ?? content.items.map((item) => `${item.quantity} × ${item.product}`).join(', ');
    case 'template':
      return content.header ?? content.name;
    case 'email':
      return content.subject;
    case 'form':
      return content.fields.map(({ value }) => value).join(' · ');
    case 'story':
    case 'sticker':
      return '';
  }
}

/** Latitude and longitude as maps take them; six decimals are 11 cm. */
export const coordinates = (place: { latitude: number; longitude: number }): string =>
  `${round(place.latitude)}, ${round(place.longitude)}`;

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** Everything a message is found by: its text, the name of its file, and the words of its content. */
export function searchWordsOf(message: Pick<Told, 'text' | 'content' | 'media'>): string {
  const said = [
    textBesideContent(message),
    message.media?.name,
    ...(message.content === null ? [] : allWords(message.content)),
  ];
  return said.filter((words) => words != null && words !== '').join('\n');
}

function allWords(content: Content): (string | null)[] {
  switch (content.type) {
    case 'location':
      return [content.name, content.address];
    case 'contacts':
      return content.cards.flatMap((card) => [
        card.name,
        card.organization,
        ...card.phones.flatMap(({ number }) => [number, readCardPhone(number).phone]),
        ...card.emails.map(({ address }) => address),
      ]);
    case 'reply':
      return [content.title, content.description, ...content.fields.map(({ value }) => value)];
    case 'order':
      return [content.note, ...content.items.map(({ product }) => product)];
    case 'template':
      return [content.header, content.footer, ...content.buttons.map(({ text }) => text)];
    case 'email':
      return [content.subject, content.from?.name ?? null, content.from?.address ?? null];
    case 'form':
      return content.fields.map(({ value }) => value);
    case 'story':
    case 'sticker':
      return [];
  }
}
