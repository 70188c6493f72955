import { z } from 'zod';

/**
 * Message templates («modelos de mensagem»): texts that the provider approved for writing outside the window. They are
 * copied from the provider for each connection and change there only.
 *
 * Source: WhatsApp Business Management API, message templates.
 */
export const templateStatusSchema = z.enum([
  'approved',
  'pending',
  'rejected',
  'paused',
  'disabled',
  /** Under appeal, limited, locked, archived or about to be deleted: it cannot be sent either. */
  'unavailable',
  'deleted',
]);
export type TemplateStatus = z.infer<typeof templateStatusSchema>;

/** A place for a word: `1`, `2`… or a name; `example` is what its author gave the provider. */
export const templateParameterSchema = z.object({ key: z.string().min(1).max(64), example: z.string().nullable() });

export const templateHeaderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string(), parameters: z.array(templateParameterSchema) }),
  /** `image`, `video` (also a GIF, which is sent as a video) and `document` take a medium at each sending. */
  z.object({ kind: z.enum(['image', 'video', 'document']) }),
  z.object({ kind: z.literal('location') }),
]);

export const templateButtonSchema = z.object({
  kind: z.enum(['reply', 'url', 'phone', 'code', 'other']),
  text: z.string(),
  /** The address or number behind it; of a `url` with a parameter, with `{{1}}` where its end goes. */
  value: z.string().nullable(),
  /** A word must be given for it at sending. */
  parameter: templateParameterSchema.nullable(),
});

export const templateSchema = z.object({
  id: z.string(),
  connectionId: z.string(),
  name: z.string(),
  language: z.string(),
  category: z.enum(['marketing', 'utility', 'authentication', 'other']),
  status: templateStatusSchema,
  quality: z.enum(['high', 'medium', 'low', 'unknown']),
  /** Why the provider rejected, paused or disabled it, in its words. */
  reason: z.string().max(500).nullable(),
  format: z.enum(['positional', 'named']),
  header: templateHeaderSchema.nullable(),
  /** With its places as the provider writes them: `{{1}}` or `{{nome}}`. */
  body: z.object({ text: z.string(), parameters: z.array(templateParameterSchema) }),
  footer: z.string().nullable(),
  buttons: z.array(templateButtonSchema),
  /**
   * It has parts that this product cannot fill in (a carousel, a catalogue, a flow): shown, and not to be chosen. null: all
   * of it can be sent.
   */
  unsupported: z.string().max(80).nullable(),
  version: z.number().int().nonnegative(),
});
export type Template = z.infer<typeof templateSchema>;
export type TemplateHeader = z.infer<typeof templateHeaderSchema>;
export type TemplateButton = z.infer<typeof templateButtonSchema>;

const value = z.string().max(1024);

/** What the agent filled in. Keys of `header` and `body` are the parameters' keys; of `buttons`, the button's index. */
export const templateValuesSchema = z.object({
  header: z.record(z.string().max(64), value),
  body: z.record(z.string().max(64), value),
  buttons: z.record(z.string().max(64), value),
  /** An upload of this workspace for a header of kind image, video or document. */
  mediaId: z.string().max(64).nullable(),
  location: z
    .object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      name: value,
      address: value,
    })
    .nullable(),
});
export type TemplateValues = z.infer<typeof templateValuesSchema>;

export const chosenTemplateSchema = z.object({ templateId: z.string().min(1).max(64), values: templateValuesSchema });
export type ChosenTemplate = z.infer<typeof chosenTemplateSchema>;
