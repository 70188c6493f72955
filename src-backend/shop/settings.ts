import { z } from 'zod';

const path = z
  .string()
  .max(500)
  .regex(/^\//, 'must begin with /')
  .refine((value) => value.includes('{value}'), 'must say where the value goes: {value}');

/** Steps into an answer, like `data.orders`; empty: the answer itself. */
const place = z
  .string()
  .max(200)
  .regex(/^$|^[\w-]+(?:\.[\w-]+)*$/, 'must be names with points between them');

/** Where each part of an order stands in the shop's answer. */
const fields = z.strictObject({
  number: place.default('number'),
  placedAt: place.default('placedAt'),
  status: place.default('status'),
  total: place.default('total'),
  currency: place.default('currency'),
  items: place.default('items'),
  itemName: place.default('name'),
  itemQuantity: place.default('quantity'),
  tracking: place.default('tracking'),
  url: place.default('url'),
});

/** What a provision file says of a shop that answers by REST: `GET baseUrl + path`, in JSON. */
export const shopSettingsSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  /** A path alone is on this very backend: the demo shop. */
  baseUrl: z.union([z.url({ protocol: /^https?$/ }).max(500), z.string().regex(/^\/[\w/-]{1,200}$/)]),
  /** Goes in `Authorization: Bearer`. */
  token: z.string().min(1).max(1_024),
  /** By what the shop can be asked, and where. */
  lookups: z
    .strictObject({ email: path.optional(), phone: path.optional(), cpf: path.optional(), cnpj: path.optional() })
    .default({ email: '/orders?email={value}', phone: '/orders?phone={value}', cpf: '/orders?cpf={value}' })
    .refine((lookups) => Object.values(lookups).some((one) => one !== undefined), 'must have at least one'),
  orders: place.default('orders'),
  fields: fields.default(() => fields.parse({})),
  timeoutMs: z.number().int().min(500).max(20_000).default(4_000),
});
export type ShopSettings = z.infer<typeof shopSettingsSchema>;
