import { z } from 'zod';

/** Interactive messages: shapes only, since the product sends none. Source: Cloud API, "Interactive messages" (v26). */
const link = z.url();
const mediaHeader = z.object({ id: z.string().optional(), link: link.optional(), filename: z.string().optional() });
const header = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string().min(1).max(60) }),
  z.object({ type: z.literal('image'), image: mediaHeader }),
  z.object({ type: z.literal('video'), video: mediaHeader }),
  z.object({ type: z.literal('document'), document: mediaHeader }),
]);
const id = z.string().min(1).max(256);
const title = (length: number) => z.string().min(1).max(length);

const buttons = z.object({
  buttons: z
    .array(z.object({ type: z.literal('reply'), reply: z.object({ id, title: title(20) }) }))
    .min(1)
    .max(3),
});

const row = z.object({ id: id.max(200), title: title(24), description: z.string().max(72).optional() });
const list = z.object({
  button: title(20),
  sections: z
    .array(z.object({ title: z.string().max(24).optional(), rows: z.array(row).min(1) }))
    .min(1)
    .max(10)
    .refine((sections) => sections.flatMap(({ rows }) => rows).length <= 10, 'at most 10 rows in all'),
});

const named = z.looseObject({ name: z.string().min(1), parameters: z.record(z.string(), z.unknown()).optional() });
const products = z.looseObject({ catalog_id: z.string().min(1) });

const actions: Record<string, z.ZodType> = {
  button: buttons,
  list,
  flow: named,
  catalog_message: named,
  order_details: named,
  order_status: named,
  cta_url: named,
  location_request_message: named,
  product: products,
  product_list: products,
};

export const interactiveShape = z
  .object({
    type: z.string().transform((type) => type.toLowerCase()),
    header: header.optional(),
    body: z.object({ text: z.string().min(1).max(4_096) }).optional(),
    footer: z.object({ text: z.string().max(60) }).optional(),
    action: z.unknown(),
  })
  .superRefine(({ type, action, body }, context) => {
    const shape = actions[type];
    if (shape === undefined) return context.addIssue({ code: 'custom', path: ['type'], message: 'unknown type' });
    if (body === undefined && type !== 'product') {
      context.addIssue({ code: 'custom', path: ['body'], message: 'required' });
    }
    for (const issue of shape.safeParse(action).error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: ['action', ...issue.path], message: issue.message });
    }
  });
