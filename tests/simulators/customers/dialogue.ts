import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { COURTESIES, REQUESTS, STATEMENTS } from './intents.ts';
import { THINGS } from './things.ts';

/**
 * A customer as a script: who they are, how they begin, and what they say to each thing an agent may ask. What a
 * dialogue leaves out comes from the voice (region, age, trade) of its persona.
 */
export const PHOTOS = [
  'caixa-rasgada.jpg',
  'tenis.jpg',
  'blusa-manchada.jpg',
  'liquidificador.jpg',
  'etiqueta.jpg',
  'comprovante-pix.png',
  'boleto.png',
  'tela-recusado.png',
  'tela-erro.png',
  'tela-preco.png',
  'fatura.png',
  'nota-fiscal.png',
] as const;
export type PhotoName = (typeof PHOTOS)[number];

/** `after`: milliseconds of extra pause before this line (looking for a paper, taking the picture). */
const lineSchema = z.union([
  z.string().min(1),
  z.strictObject({ text: z.string().min(1), after: z.number().int().positive() }),
  z.strictObject({
    photo: z.enum(PHOTOS),
    caption: z.string().min(1).optional(),
    after: z.number().int().positive().optional(),
  }),
  /** Several in one message, where the channel has that. */
  z.strictObject({
    photos: z.array(z.enum(PHOTOS)).min(2).max(4),
    caption: z.string().min(1).optional(),
    after: z.number().int().positive().optional(),
  }),
  /** Anything but words and photos (things.ts). */
  z.strictObject({ sends: z.enum(THINGS), after: z.number().int().positive().optional() }),
]);
export type Line = z.infer<typeof lineSchema>;

/** Several short messages in a row, as people write. */
const burstSchema = z.array(lineSchema).min(1).max(8);
export type Burst = z.infer<typeof burstSchema>;
const variantsSchema = z.array(burstSchema).min(1);
export type Variants = z.infer<typeof variantsSchema>;

const answerable = z.enum([...REQUESTS, ...COURTESIES, ...STATEMENTS]).exclude(['solution']);
export type Answerable = z.infer<typeof answerable>;

export const DEPARTMENTS = ['Suporte', 'Vendas', 'Financeiro'] as const;
export const VOICES = ['neutro', 'pernambuco', 'saopaulo', 'minas', 'rio', 'sul', 'idoso', 'empresa'] as const;
const MOODS = ['calmo', 'simpatico', 'apressado', 'ansioso', 'irritado', 'desconfiado'] as const;

const personaSchema = z.strictObject({
  name: z.string().min(3),
  /** The name shown in the messenger, where people are less formal. */
  profileName: z.string().min(1),
  /** E.164 digits, fictional, with a DDD of the city. */
  phone: z.string().regex(/^55\d{10,11}$/),
  city: z.string(),
  state: z.string().length(2),
  mood: z.enum(MOODS),
  channel: z.enum(['whatsapp', 'livechat', 'instagram', 'messenger']),
  /** On Instagram, without the @. */
  username: z
    .string()
    .regex(/^[\w.]+$/)
    .optional(),
  voice: z.enum(VOICES),
  /** Milliseconds per character typed. */
  typingMs: z.number().min(30).max(400),
});
export type Persona = z.infer<typeof personaSchema>;

const dialogueSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  department: z.enum(DEPARTMENTS),
  subject: z.string(),
  persona: personaSchema,
  /** What the customer knows of themselves; `{order}` in a line becomes `facts.order`. */
  facts: z.record(z.string(), z.string()),
  /** The advertisement or post that brought them; on Instagram the story that they answer or mention the shop in. */
  cameFrom: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.enum(['ad', 'post']), headline: z.string(), body: z.string(), url: z.url() }),
      z.strictObject({ type: z.literal('story'), about: z.enum(['reply', 'mention']), photo: z.enum(PHOTOS) }),
    ])
    .optional(),
  opening: variantsSchema,
  replies: z.partialRecord(answerable, variantsSchema),
  /** Words of this story that the general meanings do not cover; tried first, on text without accents. */
  on: z.array(z.strictObject({ hears: z.string(), say: variantsSchema })),
  /** Reactions to what the agent offers, stage by stage; the customer is content after the last. */
  solution: z.array(variantsSchema).min(1),
  /** Said when the agent closes with the matter still open. */
  unsolved: variantsSchema,
  /** Said one after the other while nobody answers; then silence. */
  silence: z.array(burstSchema).min(1).max(4),
  farewell: variantsSchema,
});
export type Dialogue = z.infer<typeof dialogueSchema>;

const voiceSchema = z.strictObject({
  replies: z.partialRecord(answerable, variantsSchema),
  /** Answer to `order` from somebody who has not bought yet. */
  withoutOrder: variantsSchema,
  /** Put before an answer given for the second time. */
  again: z.array(z.string()).min(2),
  /** To a question that the customer cannot answer. */
  puzzled: variantsSchema,
  /** To a remark that asks for nothing. */
  noted: variantsSchema,
  /** To words that come after the farewell. */
  afterwards: variantsSchema,
  /** When the customer gives up with the matter still open. */
  giveUp: variantsSchema,
});
/** A regional voice says some things its own way and the rest as «neutro» does. */
export type Voice = Omit<z.infer<typeof voiceSchema>, 'replies'> & { replies: Record<Answerable, Variants> };

const here = (folder: string) => new URL(`./${folder}/`, import.meta.url);

/** Reads and checks every dialogue, sorted by id; throws a ZodError that names what is wrong (a defect of the material). */
export function loadDialogues(): Dialogue[] {
  return readdirSync(here('dialogues'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => dialogueSchema.parse(JSON.parse(readFileSync(new URL(name, here('dialogues')), 'utf8'))));
}

/** Filled as personas need them: reading a voice again for every customer would only repeat the same work. */
const voices = new Map<Persona['voice'], Voice>();

export function voiceOf(persona: Persona): Voice {
  const known = voices.get(persona.voice);
  if (known) return known;
  const voice = wholeVoice(readVoice('neutro'), readVoice(persona.voice));
  voices.set(persona.voice, voice);
  return voice;
}

const readVoice = (name: Persona['voice']): unknown =>
  JSON.parse(readFileSync(new URL(`${name}.json`, here('voices')), 'utf8'));

function wholeVoice(neutral: unknown, regional: unknown): Voice {
  const common = voiceSchema.extend({ replies: z.record(answerable, variantsSchema) }).parse(neutral);
  const own = voiceSchema.partial().parse(regional);
  return {
    replies: { ...common.replies, ...own.replies },
    withoutOrder: own.withoutOrder ?? common.withoutOrder,
    again: own.again ?? common.again,
    puzzled: own.puzzled ?? common.puzzled,
    noted: own.noted ?? common.noted,
    afterwards: own.afterwards ?? common.afterwards,
    giveUp: own.giveUp ?? common.giveUp,
  };
}

export function photoBytes(name: PhotoName): { bytes: Uint8Array; mime: string } {
  return {
    bytes: readFileSync(new URL(name, here('photos'))),
    mime: name.endsWith('.png') ? 'image/png' : 'image/jpeg',
  };
}
