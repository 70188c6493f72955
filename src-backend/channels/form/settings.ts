import { z } from 'zod';
import type { Capabilities } from '../../../src-shared/protocol/entities.ts';
import { FORM_LIMITS, FORM_TRAP } from '../../../src-shared/protocol/forms.ts';

const words = (most: number) => z.string().trim().min(1).max(most);

const field = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be small letters, digits and hyphens')
      .refine((key) => ![FORM_TRAP, 'token', 'id', 'page'].includes(key), 'is a name that the form itself uses'),
    kind: z.enum(['name', 'email', 'phone', 'cpf', 'message', 'text', 'choice']),
    label: words(120),
    required: z.boolean().default(false),
    choices: z.array(words(200)).max(50).default([]),
  })
  .refine(({ kind, choices }) => (kind === 'choice') === choices.length > 0, {
    message: 'must have choices when it is of kind choice, and none otherwise',
    path: ['choices'],
  });

const usual: z.input<typeof field>[] = [
  { key: 'nome', kind: 'name', label: 'Nome', required: true },
  { key: 'email', kind: 'email', label: 'E-mail' },
  { key: 'telefone', kind: 'phone', label: 'Telefone com DDD' },
  { key: 'mensagem', kind: 'message', label: 'Mensagem', required: true },
];

/** A site, as browsers name it: `https://loja.example`, without a path. */
const origin = z
  .url({ protocol: /^https?$/ })
  .refine(
    (value) => URL.canParse(value) && new URL(value).origin === value,
    'must be a site like https://loja.example',
  );

/** What a provision file says of a form. */
export const formSettingsSchema = z.object({
  /** Names the form in its address, `/forms/KEY`. */
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{2,63}$/, 'must be small letters, digits and hyphens'),
  title: words(80).default('Fale conosco'),
  intro: words(400).nullable().default(null),
  /** What the customer reads when it was sent. */
  thanks: words(400).default('Recebemos sua mensagem. Vamos responder em breve.'),
  /** A page of the site to go to instead. */
  thanksUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable()
    .default(null),
  fields: z
    .array(field)
    .min(1)
    .max(FORM_LIMITS.fields)
    .default(() => z.array(field).parse(usual))
    .refine((fields) => new Set(fields.map(({ key }) => key)).size === fields.length, 'must have different keys')
    .refine((fields) => fields.some(({ kind }) => kind === 'email' || kind === 'phone'), {
      message: 'must ask for an e-mail address or a telephone, or nobody could be answered',
    }),
  /** Sites that may carry it, besides the backend's own address. */
  origins: z.array(origin).max(50).default([]),
  /** Names of connections (e-mail, WhatsApp) by which the customer is answered, the first one first. */
  answeredBy: z.array(words(80)).min(1).max(10),
  /** Nobody fills it in faster; a program does. */
  minSeconds: z.number().int().min(0).max(60).default(3),
  /** A site's own HTML may post without the token, so without the time it took. */
  plainPosts: z.boolean().default(false),
});
export type FormSettings = z.infer<typeof formSettingsSchema>;

/** Nothing can be sent into a form; the customer is answered by e-mail or WhatsApp. */
export const FORM_CAPABILITIES: Capabilities = {
  textLimit: FORM_LIMITS.answer,
  windowMs: null,
  media: [],
  receipts: [],
  typing: false,
  templates: false,
  reactions: false,
  voice: [],
  receivesOnly: true,
};
