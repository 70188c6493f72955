import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import {
  FORM_LIMITS,
  FORM_TRAP,
  type FormDefinition,
  type FormRefusal,
  formSubmissionSchema,
} from '../../../src-shared/protocol/forms.ts';
import { routes } from '../../../src-shared/protocol/http.ts';
import type { ChannelConnection, InboundDoor } from '../contract.ts';
import type { FormLimits } from './limits.ts';
import { formPage, messagePage, PAGE_HEADERS } from './page.ts';
import { formScript } from './script.ts';
import { type FormSettings, formSettingsSchema } from './settings.ts';
import { createSubmissions, refusal, type Sent, type Submissions } from './submissions.ts';
import type { FormTokens } from './token.ts';

export interface FormRoutesDeps {
  door: InboundDoor;
  tokens: FormTokens;
  limits: FormLimits;
  now: () => number;
  /** Never given what people typed. */
  log: { warn(fields: Record<string, unknown>, message: string): void };
  /** Path of the built script (scripts/build-widget.ts). */
  scriptFile: string;
}

const statusOf: Record<FormRefusal['reason'], number> = {
  invalid: 400,
  token: 403,
  origin: 403,
  'unknown-form': 404,
  'too-large': 413,
  unsupported: 415,
  'too-fast': 429,
  'rate-limited': 429,
  unavailable: 503,
};

type Form = ChannelConnection<FormSettings>;
type Request = FastifyRequest<{ Params: { key: string } }>;

/** Of a plain form post that is not the form's own fields. */
const OWN = new Set(['id', 'token', 'page', FORM_TRAP]);

/**
 * Forms on other people's sites. What a site may do is told by its origin (CORS): only those of the form's settings, and the
 * backend's own page. No cookies are used, so a site that may not read the answer gains nothing by sending.
 */
export const formRoutes =
  (deps: FormRoutesDeps): FastifyPluginAsync =>
  async (app) => {
    await app.register(formScript(deps.scriptFile));
    await app.register(theForms(deps));
  };

/** Of whichever workspace's form comes first; null: there is none. */
export function firstFormKey(door: Pick<InboundDoor, 'connections'>): string | null {
  const [first] = door.connections('form');
  return first === undefined ? null : formSettingsSchema.parse(first.settings).key;
}

const theForms =
  (deps: FormRoutesDeps): FastifyPluginAsync =>
  async (app) => {
    const { door, tokens, limits, now } = deps;
    const submissions = createSubmissions({ door, tokens, limits, now });
    const formOf = (key: string): Form | null => {
      for (const connection of door.connections('form')) {
        const settings = formSettingsSchema.parse(connection.settings);
        if (settings.key === key) return { ...connection, settings };
      }
      return null;
    };
    readBodies(app);
    app.setErrorHandler((error, request: Request, reply) => {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
      if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return answer(request, reply, refusal('too-large'));
      if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return answer(request, reply, refusal('unsupported'));
      if (error instanceof SyntaxError) return answer(request, reply, refusal('invalid'));
      deps.log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'a form could not be taken');
      return answer(request, reply, refusal('unavailable', 2_000));
    });

    const definitionOf = async ({ id, settings }: Form): Promise<FormDefinition> => ({
      ok: true,
      title: settings.title,
      intro: settings.intro,
      fields: settings.fields,
      token: await tokens.make(id),
    });
    const opened = (request: Request): FormRefusal | null => {
      const wait = limits.opened.take(request.ip);
      return wait > 0 ? refusal('rate-limited', wait) : null;
    };

    app.options('/forms/:key', async (request: Request, reply) =>
      preflight(request, reply, formOf(request.params.key)),
    );
    app.options('/forms/:key/definition', async (request: Request, reply) =>
      preflight(request, reply, formOf(request.params.key)),
    );

    app.get('/forms/:key/definition', async (request: Request, reply) => {
      const form = formOf(request.params.key);
      if (form === null) return answer(request, reply, refusal('unknown-form'));
      if (!isAllowed(request, form)) return answer(request, reply, refusal('origin'));
      allow(request, reply);
      const refused = opened(request);
      return refused === null ? reply.send(await definitionOf(form)) : answer(request, reply, refused);
    });

    app.get('/forms/:key', async (request: Request, reply) => {
      const form = formOf(request.params.key);
      const refused = form === null ? refusal('unknown-form') : opened(request);
      if (form === null || refused !== null) return page(reply, refused ?? refusal('unknown-form'));
      const definition = await definitionOf(form);
      return reply.headers(PAGE_HEADERS).send(formPage(form.settings.key, definition, { id: randomUUID() }));
    });

    app.post('/forms/:key', async (request: Request, reply) => {
      const form = formOf(request.params.key);
      if (form === null) return answer(request, reply, refusal('unknown-form'));
      if (!isAllowed(request, form)) return answer(request, reply, refusal('origin'));
      allow(request, reply);
      if (request.body instanceof URLSearchParams) return plainPost(request, reply, form, request.body);
      const parsed = formSubmissionSchema.safeParse(request.body);
      if (!parsed.success) return answer(request, reply, refusal('invalid'));
      const taken = await submissions.take(form, request.ip, parsed.data);
      const { thanks, thanksUrl } = form.settings;
      return taken.ok ? reply.code(201).send({ ok: true, thanks, redirect: thanksUrl }) : answer(request, reply, taken);
    });

    async function plainPost(request: Request, reply: FastifyReply, form: Form, fields: URLSearchParams) {
      const sent = plainSubmission(fields, request.headers.referer ?? null);
      if (sent === null) return answer(request, reply, refusal('invalid'));
      const taken = await tryTwice(submissions, form, request.ip, sent);
      if (taken.ok)
        return reply.redirect(form.settings.thanksUrl ?? `${routes.forms}/${form.settings.key}/thanks`, 303);
      // Whatever was wrong, what was written is not lost.
      const again = { id: sent.id ?? randomUUID(), typed: sent.answers, refused: taken };
      return reply
        .code(statusFor(taken))
        .headers({ ...PAGE_HEADERS, ...waits(taken) })
        .send(formPage(form.settings.key, await definitionOf(form), again));
    }

    app.get('/forms/:key/thanks', async (request: Request, reply) => {
      const form = formOf(request.params.key);
      if (form === null) return page(reply, refusal('unknown-form'));
      return reply.headers(PAGE_HEADERS).send(messagePage(form.settings.title, form.settings.thanks));
    });
  };

/** A browser is kept waiting no longer (milliseconds). */
const LONGEST_WAIT_MS = 5_000;

/** Who presses the button of a page sooner than a person does (a filled-in form after «back») waits, and is not refused. */
async function tryTwice(submissions: Submissions, form: Form, address: string, sent: Sent) {
  const first = await submissions.take(form, address, sent);
  if (first.ok || first.reason !== 'too-fast' || (first.retryAfterMs ?? 0) > LONGEST_WAIT_MS) return first;
  await new Promise((done) => setTimeout(done, first.retryAfterMs ?? 0));
  return submissions.take(form, address, sent);
}

function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: FORM_LIMITS.body }, (_, body, done) => {
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(new SyntaxError('not JSON'));
    }
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_LIMITS.body },
    (_, body, done) => done(null, new URLSearchParams(String(body))),
  );
}

/** Checked by the same schema as what the script sends, but for what a site's own HTML has not. */
function plainSubmission(fields: URLSearchParams, referer: string | null): Sent | null {
  const id = fields.get('id');
  const token = fields.get('token');
  const answers = Object.fromEntries([...fields].filter(([key]) => !OWN.has(key)));
  const parsed = formSubmissionSchema.safeParse({
    id: id ?? randomUUID(),
    token: token ?? '',
    answers,
    [FORM_TRAP]: fields.get(FORM_TRAP) ?? '',
    page: fields.get('page') ?? referer,
  });
  if (!parsed.success) return null;
  return { ...parsed.data, id: id === null ? null : parsed.data.id, token };
}

/**
 * Programs send no origin, and may say any: it tells browsers what other sites may do, and is no lock. Our own page is known by
 * its host alone, because what ends TLS before us may not say so.
 */
function isAllowed({ headers, host }: Request, { settings }: Form): boolean {
  const { origin } = headers;
  if (origin === undefined || settings.origins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function allow({ headers: { origin } }: Request, reply: FastifyReply): void {
  reply.headers({ vary: 'origin', ...(origin !== undefined && { 'access-control-allow-origin': origin }) });
}

function preflight(request: Request, reply: FastifyReply, form: Form | null): FastifyReply {
  if (form === null || !isAllowed(request, form)) return reply.code(403).send();
  allow(request, reply);
  return reply
    .headers({
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    })
    .code(204)
    .send();
}

const statusFor = (refused: FormRefusal): number =>
  Object.keys(refused.problems).length > 0 ? 422 : statusOf[refused.reason];

const waits = ({ retryAfterMs }: FormRefusal): Record<string, string> =>
  retryAfterMs === null ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) };

/** A person's browser is shown a page, a script is told. */
function answer(request: Request, reply: FastifyReply, refused: FormRefusal): FastifyReply {
  const isPlain = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  if (isPlain) return page(reply, refused);
  return reply.code(statusFor(refused)).headers(waits(refused)).send(refused);
}

const page = (reply: FastifyReply, refused: FormRefusal): FastifyReply =>
  reply
    .code(statusFor(refused))
    .headers({ ...PAGE_HEADERS, ...waits(refused) })
    .send(messagePage(...wordsFor(refused)));

function wordsFor({ reason }: FormRefusal): [title: string, words: string] {
  switch (reason) {
    case 'unknown-form':
      return ['Formulário não encontrado', 'Confira o endereço ou fale com quem o enviou a você.'];
    case 'origin':
      return ['Não foi possível enviar', 'Este site não pode usar o formulário.'];
    case 'too-large':
      return ['Não foi possível enviar', 'O texto é longo demais. Volte, encurte e envie de novo.'];
    case 'rate-limited':
      return ['Muitas tentativas', 'Aguarde um instante, volte e tente de novo.'];
    default:
      return ['Não foi possível enviar', 'Volte e tente de novo em um instante.'];
  }
}
