import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createAuthority } from './authority.ts';
import type { BusinessNumber } from './graph-api.ts';
import { errorBody, invalidParameter, type MetaError, metaError, noSuchObject } from './meta-errors.ts';
import { templateQualityWebhook, templateStatusWebhook } from './template-webhooks.ts';
import {
  definitionError,
  type StoredTemplate,
  type TemplateQuality,
  type TemplateState,
  type TemplateStore,
  templateDefinition,
} from './templates.ts';

export interface TemplateRoutesDeps {
  accessToken: string;
  numbers: readonly BusinessNumber[];
  templates: TemplateStore;
  now: () => number;
  /** Posts a webhook; false when it never arrived. */
  post(body: object, lane: string): Promise<boolean>;
}

/** What a test (or a reviewer at the provider) does to a template; `delivered` when the business has been told. */
export interface TemplateReview {
  change(
    which: { name: string; language?: string },
    to: { status?: TemplateState; quality?: TemplateQuality; reason?: string },
  ): { delivered: Promise<boolean> };
  remove(name: string): { delivered: Promise<boolean> };
}

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(25),
  after: z.string().optional(),
  name: z.string().optional(),
  status: z.string().optional(),
  language: z.string().optional(),
});

/** `…/{account}/message_templates` and `POST /{template}`: listing with pages, creating, changing, deleting. */
export function registerTemplates(app: FastifyInstance, deps: TemplateRoutesDeps): TemplateReview {
  const { templates } = deps;
  const authority = createAuthority(deps);
  const refusalOf = (authorization: string | undefined, account: string): MetaError | null => {
    const error = authority.tokenError(authorization);
    if (error) return error;
    return deps.numbers.some(({ businessAccountId }) => businessAccountId === account) ? null : noSuchObject(account);
  };

  app.get<{ Params: { account: string } }>('/:version/:account/message_templates', (request, reply) => {
    const error = refusalOf(request.headers.authorization, request.params.account);
    if (error) return reply.code(error.status).send(errorBody(error));
    const { limit, after, ...filter } = listQuery.parse(request.query);
    const all = templates
      .list()
      .filter(({ name }) => filter.name === undefined || name.includes(filter.name))
      .filter(({ status }) => filter.status === undefined || status === filter.status.toUpperCase())
      .filter(({ language }) => filter.language === undefined || language === filter.language);
    const start = after === undefined ? 0 : Number(Buffer.from(after, 'base64url').toString());
    const page = all.slice(start, start + limit);
    const end = start + page.length;
    const cursor = (at: number) => Buffer.from(String(at)).toString('base64url');
    const next = `${request.protocol}://${request.host}${request.url.split('?')[0]}?limit=${limit}&after=${cursor(end)}`;
    return reply.send({
      data: page,
      paging: { cursors: { before: cursor(start), after: cursor(end) }, ...(end < all.length ? { next } : {}) },
    });
  });

  app.post<{ Params: { account: string } }>('/:version/:account/message_templates', (request, reply) => {
    const refuse = (error: MetaError) => reply.code(error.status).send(errorBody(error));
    const error = refusalOf(request.headers.authorization, request.params.account);
    if (error) return refuse(error);
    const parsed = templateDefinition.safeParse(request.body);
    if (!parsed.success) return refuse(invalidParameter(parsed.error.issues.map(({ path }) => path.join('.')).join()));
    const wrong = definitionError(parsed.data);
    if (wrong) return refuse(wrong);
    const { name, language } = parsed.data;
    if (templates.named(name).some((one) => one.language === language)) {
      return refuse(invalidParameter('There is already content in this language for this template'));
    }
    const { id, status, category } = templates.add({ ...parsed.data, status: 'PENDING' });
    return reply.send({ id, status, category });
  });

  app.post<{ Params: { template: string } }>('/:version/:template', (request, reply) => {
    const refuse = (error: MetaError) => reply.code(error.status).send(errorBody(error));
    const error = authority.tokenError(request.headers.authorization);
    if (error) return refuse(error);
    const before = templates.byId(request.params.template);
    if (before === null) return refuse(noSuchObject(request.params.template));
    const parsed = templateDefinition.partial().safeParse(request.body);
    if (!parsed.success) return refuse(invalidParameter(parsed.error.issues.map(({ path }) => path.join('.')).join()));
    const { components = before.components, category = before.category } = parsed.data;
    const wrong = definitionError({ ...before, components });
    if (wrong) return refuse(wrong);
    templates.change(before.id, { components, category, status: 'PENDING' });
    return reply.send({ success: true });
  });

  app.delete<{ Params: { account: string } }>('/:version/:account/message_templates', (request, reply) => {
    const refuse = (error: MetaError) => reply.code(error.status).send(errorBody(error));
    const error = refusalOf(request.headers.authorization, request.params.account);
    if (error) return refuse(error);
    const { name } = z.object({ name: z.string() }).parse(request.query);
    if (templates.named(name).length === 0) return refuse({ ...metaError(100), details: `no template ${name}` });
    templates.remove(name);
    return reply.send({ success: true });
  });

  function tell(bodyOf: (account: string) => object): { delivered: Promise<boolean> } {
    const accounts = [...new Set(deps.numbers.map(({ businessAccountId }) => businessAccountId))];
    const posts = accounts.map((account) => deps.post(bodyOf(account), 'templates'));
    return { delivered: Promise.all(posts).then((taken) => taken.every(Boolean)) };
  }

  return {
    change({ name, language }, { status, quality, reason }) {
      const found = templates.named(name).find((one) => language === undefined || one.language === language);
      if (found === undefined) throw new Error(`there is no template ${name}`);
      const fields: Partial<StoredTemplate> = {
        ...(status === undefined ? {} : { status, rejected_reason: reason ?? 'NONE' }),
        ...(quality === undefined ? {} : { quality_score: { score: quality } }),
      };
      const changed = templates.change(found.id, fields) ?? found;
      return status === undefined
        ? tell((account) => templateQualityWebhook(account, changed, found.quality_score.score, deps.now()))
        : tell((account) => templateStatusWebhook(account, changed, status, deps.now()));
    },
    remove(name) {
      const [first] = templates.remove(name);
      if (first === undefined) throw new Error(`there is no template ${name}`);
      return tell((account) => templateStatusWebhook(account, first, 'DELETED', deps.now()));
    },
  };
}
