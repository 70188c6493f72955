import { z } from 'zod';
import type { Content } from '../../../src-shared/protocol/content.ts';
import { cut, optionalReference, optionalWords, reference, termOf, wordsOrNull } from '../meta/webhook-fields.ts';

/** What a message may enclose besides words and media: a place, contact cards, an order. null: not as documented. */
type Kind<Type extends Content['type']> = Extract<Content, { type: Type }>;

const LINE = 1_000;
const LINES = 50;
const CARDS = 100;
const ITEMS = 500;

const locationPart = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: optionalWords,
  address: optionalWords,
});
export function readLocation(raw: unknown): Kind<'location'> | null {
  const part = locationPart.safeParse(raw);
  if (!part.success) return null;
  const { latitude, longitude, name, address } = part.data;
  return { type: 'location', latitude, longitude, name: wordsOrNull(name, LINE), address: wordsOrNull(address, LINE) };
}

/** Of a list only what can be read: one strange line must not cost the others. */
const lenientList = <Item extends z.ZodType>(item: Item) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((list) => list.flatMap((entry) => item.safeParse(entry).data ?? []));

const cardPart = z.object({
  name: z
    .object({ formatted_name: optionalWords, first_name: optionalWords, last_name: optionalWords })
    .optional()
    .catch(undefined),
  org: z.object({ company: optionalWords }).optional().catch(undefined),
  phones: lenientList(z.object({ phone: optionalWords, wa_id: optionalReference, type: optionalWords })),
  emails: lenientList(z.object({ email: optionalWords, type: optionalWords })),
});
export function readCards(raw: unknown): Kind<'contacts'> | null {
  if (!Array.isArray(raw) || raw.length === 0) return null;
  const cards = lenientList(cardPart).parse(raw.slice(0, CARDS));
  if (cards.length === 0) return null;
  return { type: 'contacts', cards: cards.map(toCard) };
}

function toCard({ name, org, phones, emails }: z.infer<typeof cardPart>): Kind<'contacts'>['cards'][number] {
  const parts = [name?.first_name, name?.last_name].filter((piece) => piece).join(' ');
  return {
    name: cut(name?.formatted_name || parts, LINE),
    organization: wordsOrNull(org?.company, LINE),
    phones: phones.slice(0, LINES).flatMap(({ phone, wa_id, type }) => {
      const number = wordsOrNull(phone ?? wa_id, LINE);
      return number === null ? [] : [{ number, label: wordsOrNull(type, LINE) }];
    }),
    emails: emails.slice(0, LINES).flatMap(({ email, type }) => {
      const address = wordsOrNull(email, LINE);
      return address === null ? [] : [{ address, label: wordsOrNull(type, LINE) }];
    }),
  };
}

/** «Name: numbers», one line each: a contact is looked for by either. */
export function cardsText({ cards }: Kind<'contacts'>): string | null {
  const lines = cards.map(({ name, phones }) =>
    [name, phones.map(({ number }) => number).join(', ')].filter((piece) => piece).join(': '),
  );
  return lines.filter((line) => line).join('\n') || null;
}

const itemPart = z.object({
  product_retailer_id: reference,
  quantity: z.coerce.number().nonnegative().catch(1),
  item_price: z.coerce.number().optional().catch(undefined),
  currency: optionalReference,
});
const orderPart = z.object({ text: optionalWords, product_items: lenientList(itemPart) });
export function readOrder(raw: unknown): Kind<'order'> | null {
  const part = orderPart.safeParse(raw);
  if (!part.success) return null;
  return {
    type: 'order',
    note: wordsOrNull(part.data.text, 4_000),
    items: part.data.product_items.slice(0, ITEMS).map(({ product_retailer_id, quantity, item_price, currency }) => ({
      product: product_retailer_id,
      quantity,
      price: item_price ?? null,
      currency: currency === undefined ? null : cut(termOf(currency), 8),
    })),
  };
}
