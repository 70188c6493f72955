import { randomUUID } from 'node:crypto';
import { fastify } from 'fastify';
import type { InboundEvent } from '../../../src-backend/channels/contract.ts';
import { createFormChannel } from '../../../src-backend/channels/form/channel.ts';
import { createFormLimits } from '../../../src-backend/channels/form/limits.ts';
import { formRoutes } from '../../../src-backend/channels/form/routes.ts';
import { type FormSettings, formSettingsSchema } from '../../../src-backend/channels/form/settings.ts';
import { createFormTokens } from '../../../src-backend/channels/form/token.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import {
  type FormDefinition,
  type FormReply,
  formDefinitionSchema,
  formReplySchema,
} from '../../../src-shared/protocol/forms.ts';
import { type Operation, openOperation } from '../core/operation.ts';

/** A workspace with a form, served over HTTP on a clock of its own. */
export interface FormDesk {
  operation: Operation;
  connectionId: string;
  url: string;
  key: string;
  /** What came through the door, ignored events too. */
  received: InboundEvent[];
  logged: string[];
  /** The database behind the door; `false`: nothing can be stored. */
  working: { door: boolean };
  open(): Promise<FormDefinition>;
  /** Opened at once and filled in after so many seconds, as a person does. */
  fill(answers: Record<string, string>, more?: Partial<Filling>): Promise<{ status: number; reply: FormReply }>;
  /** As it is. */
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

interface Filling {
  id: string;
  token: string;
  website: string;
  page: string | null;
  afterSeconds: number;
  headers: Record<string, string>;
}

export const teresa = { nome: 'Teresa Prado', email: 'Teresa@Casa.test', mensagem: 'Quero trocar o tênis.' };

export async function openFormDesk(
  store: Store,
  settings: Partial<FormSettings> = {},
  scriptFile = '/nowhere/form.js',
): Promise<FormDesk> {
  const key = `contato-${randomUUID().slice(0, 8)}`;
  const operation = await openOperation(
    store,
    { departments: [{ id: 'suporte' }], people: [{ id: 'ana', departments: ['suporte'] }] },
    { adapter: createFormChannel(), settings: formSettingsSchema.parse({ key, answeredBy: ['E-mail'], ...settings }) },
  );
  const { core, workspaceId, clock } = operation;
  await store.db.updateTable('connection').set({ channel: 'form' }).where('workspace_id', '=', workspaceId).execute();
  await core.connections.refresh();
  const received: InboundEvent[] = [];
  const logged: string[] = [];
  const working = { door: true };
  const now = () => clock.now;
  const app = fastify({ forceCloseConnections: true });
  await app.register(
    formRoutes({
      door: {
        ...core.door,
        async accept(id, events) {
          if (!working.door) throw new Error('disk full');
          await core.door.accept(id, events);
          received.push(...events);
        },
      },
      tokens: createFormTokens(store.db, now),
      limits: createFormLimits(now),
      now,
      log: { warn: (fields, message) => void logged.push(JSON.stringify({ ...fields, message })) },
      scriptFile,
    }),
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const form = `${url}/forms/${key}`;

  const desk: FormDesk = {
    operation,
    connectionId: core.connections.ofChannel('form').find((one) => one.workspaceId === workspaceId)?.id ?? '',
    url,
    key,
    received,
    logged,
    working,
    open: async () => formDefinitionSchema.parse(await (await fetch(`${form}/definition`)).json()),
    async fill(answers, more = {}) {
      const { headers = {}, afterSeconds = 20, ...rest } = more;
      const token = rest.token ?? (await desk.open()).token;
      clock.now += afterSeconds * 1_000;
      const response = await desk.post({ id: randomUUID(), page: null, ...rest, token, answers }, headers);
      return { status: response.status, reply: formReplySchema.parse(await response.json()) };
    },
    post: (body, headers = {}) =>
      fetch(form, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async close() {
      await app.close();
      await operation.close();
    },
  };
  return desk;
}
