import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Store } from '../../../src-backend/store/open.ts';
import type { CommandReply } from '../../../src-shared/protocol/commands.ts';
import type { QueryReply, StartTarget } from '../../../src-shared/protocol/queries.ts';
import type { ChosenTemplate, Template, TemplateValues } from '../../../src-shared/protocol/templates.ts';
import { emptyTemplateValues } from '../../../src-shared/rules/template.ts';
import { conversations, idIn, messages, type Operation, openOperation, type Plan } from './operation.ts';

/** Hands for the suites about active conversations: numbers, templates, and both ways of asking. */
export interface Desk extends Operation {
  connection(department: string): string;
  writes(address: string, text: string, options?: { department?: string; phone?: string | null }): Promise<void>;
  template(fields?: Partial<Template>, department?: string): Promise<string>;
  upload(mime: string): Promise<string>;
  check(person: string, to: StartTarget | string, department?: string): Promise<QueryReply>;
  start(
    person: string,
    to: StartTarget | string,
    options?: { template?: ChosenTemplate; department?: string; id?: string },
  ): Promise<CommandReply>;
  later(ms: number): void;
}

export const DAY = 24 * 60 * 60_000;

export const chosen = (templateId: string, values: Partial<TemplateValues> = {}): ChosenTemplate => ({
  templateId,
  values: { ...emptyTemplateValues, ...values },
});

/** Two departments, and somebody of every role. */
export const plan: Plan = {
  departments: [{ id: 'suporte' }, { id: 'vendas' }],
  people: [
    { id: 'ana', departments: ['suporte'] },
    { id: 'bruno', departments: ['suporte'] },
    { id: 'vera', departments: ['vendas'] },
    { id: 'sonia', departments: ['suporte'], role: 'supervisor' },
  ],
};
export const NUMBER = '11987654321';
export const PHONE = `55${NUMBER}`;
/** For the places of `template`. */
export const words = { body: { '1': 'Mariana' } };

export async function onlyConversation(desk: Desk) {
  const [row, ...others] = await conversations(desk);
  if (row === undefined || others.length > 0) throw new Error('exactly one conversation was expected');
  return row;
}

export async function finishes(desk: Desk, person: string, conversationId: string): Promise<void> {
  const args = { conversationId, reasonId: null, description: null };
  expect(await desk.command(person, 'conversation.finish', args)).toMatchObject({ ok: true });
}

export const activitiesIn = async (desk: Desk, conversationId: string) =>
  (await messages(desk, conversationId)).flatMap(({ activity }) => (activity === null ? [] : [activity]));

export async function openDesk(store: Store, plan: Plan): Promise<Desk> {
  const operation = await openOperation(store, {
    capabilities: {
      templates: true,
      media: [
        { kind: 'image', mimes: ['image/png'], maxBytes: 5_000_000 },
        { kind: 'document', mimes: ['application/pdf'], maxBytes: 5_000_000 },
      ],
    },
    ...plan,
  });
  const first = plan.departments[0]?.id ?? '';
  const connection = (department: string) => idIn(operation, `connection-${department}`);
  const target = (to: StartTarget | string): StartTarget =>
    typeof to === 'string' ? { kind: 'phone', number: to } : to;
  return {
    ...operation,
    connection,
    async writes(address, text, options = {}) {
      await operation.core.door.accept(connection(options.department ?? first), [
        {
          type: 'message',
          externalId: randomUUID(),
          sender: { address, phone: options.phone === undefined ? address : options.phone, profileName: 'Mariana' },
          kind: 'text',
          text,
          media: null,
          unknownKind: null,
          quotedExternalId: null,
          providerAt: null,
        },
      ]);
      await operation.core.inbound.settle();
    },
    async template(fields = {}, department = first) {
      const id = randomUUID();
      const template: Template = {
        id,
        connectionId: connection(department),
        name: 'retomar_contato',
        language: 'pt_BR',
        category: 'utility',
        status: 'approved',
        quality: 'high',
        reason: null,
        format: 'positional',
        header: null,
        body: { text: 'Olá, {{1}}! Podemos continuar?', parameters: [{ key: '1', example: 'Ana' }] },
        footer: 'Loja Aurora',
        buttons: [{ kind: 'reply', text: 'Sim', value: null, parameter: null }],
        unsupported: null,
        version: 0,
        ...fields,
      };
      await store.db
        .insertInto('template')
        .values({
          id,
          workspace_id: operation.workspaceId,
          connection_id: template.connectionId,
          external_id: id,
          data: JSON.stringify(template),
          version: 0,
        })
        .execute();
      return id;
    },
    async upload(mime) {
      const id = randomUUID();
      await store.db
        .insertInto('media')
        .values({
          id,
          workspace_id: operation.workspaceId,
          connection_id: null,
          mime,
          bytes: 1_000,
          name: 'arquivo',
          width: null,
          height: null,
          state: 'ready',
          provider_ref: null,
          created_at: operation.clock.now,
        })
        .execute();
      return id;
    },
    check: (person, to, department = first) =>
      operation.core.queries.run(
        { workspaceId: operation.workspaceId, personId: idIn(operation, person) },
        { name: 'conversation.startCheck', args: { connectionId: connection(department), to: target(to) } },
      ),
    start: (person, to, { template = undefined, department = first, id = randomUUID() } = {}) =>
      operation.command(
        person,
        'conversation.start',
        { connectionId: connection(department), to: target(to), template: template ?? null },
        id,
      ),
    later(ms) {
      operation.clock.now += ms;
    },
  };
}
