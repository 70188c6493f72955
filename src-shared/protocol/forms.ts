import * as z from 'zod/mini';

/**
 * What crosses between a form on somebody's site and the backend. Written with zod/mini because the same schemas run in the
 * form's script, whose size its visitors pay.
 *
 * `GET /forms/:key/definition` gives what the form asks and a token; `POST /forms/:key` takes what was filled in, as JSON or as
 * a plain form post (then the fields lie beside `token`, `id` and the trap, and the answer is a page).
 */
export const FORM_LIMITS = {
  /** Bytes of one whole submission. */
  body: 64 * 1024,
  /** Characters of one answer. */
  answer: 4_000,
  fields: 30,
} as const;

/** A field that people do not see; whoever fills it in is a program. */
export const FORM_TRAP = 'website';

const fieldKinds = ['name', 'email', 'phone', 'cpf', 'message', 'text', 'choice'] as const;

export const formFieldSchema = z.object({
  /** The name of the answer in what is sent. */
  key: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/)),
  kind: z.enum(fieldKinds),
  label: z.string().check(z.minLength(1), z.maxLength(120)),
  required: z.boolean(),
  /** Of kind `choice`. */
  choices: z.array(z.string().check(z.minLength(1), z.maxLength(200))).check(z.maxLength(50)),
});
export type FormField = z.infer<typeof formFieldSchema>;

export const formDefinitionSchema = z.object({
  ok: z.literal(true),
  title: z.string(),
  intro: z.nullable(z.string()),
  fields: z.array(formFieldSchema),
  /** Goes back with what was filled in; says when the form was opened. */
  token: z.string(),
});
export type FormDefinition = z.infer<typeof formDefinitionSchema>;

export const formSubmissionSchema = z.object({
  /** Made by the form for what is in it: the same again is the same submission, however often it comes. */
  id: z.uuid(),
  token: z.string().check(z.maxLength(200)),
  answers: z.record(z.string().check(z.maxLength(40)), z.string().check(z.maxLength(20_000))),
  [FORM_TRAP]: z._default(z.string().check(z.maxLength(2_000)), ''),
  /** Where the form was filled in. */
  page: z._default(z.nullable(z.string().check(z.maxLength(2_000))), null),
});
export type FormSubmission = z.infer<typeof formSubmissionSchema>;

/** `contact`: neither of the ways to answer was given. */
export const formProblemSchema = z.enum(['required', 'wrong', 'too-long', 'contact']);
export type FormProblem = z.infer<typeof formProblemSchema>;

export const formRefusalSchema = z.object({
  ok: z.literal(false),
  reason: z.enum([
    'invalid', // 400: not what the schema says; 422: `problems` says which answers
    'token', // 403: of another form, or too old: ask for the definition again
    'origin', // 403: this site is not among the form's
    'unknown-form', // 404
    'too-large', // 413
    'unsupported', // 415
    'too-fast', // 429: sooner after the form was opened than a person fills it in
    'rate-limited', // 429
    'unavailable', // 503
  ]),
  problems: z.record(z.string(), formProblemSchema),
  retryAfterMs: z.nullable(z.number()),
});
export type FormRefusal = z.infer<typeof formRefusalSchema>;

export const formReplySchema = z.union([
  z.object({ ok: z.literal(true), thanks: z.string(), redirect: z.nullable(z.string()) }),
  formRefusalSchema,
]);
export type FormReply = z.infer<typeof formReplySchema>;
