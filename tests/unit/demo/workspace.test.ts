import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { formSettingsSchema } from '../../../src-backend/channels/form/settings.ts';
import { provisionSchema } from '../../../src-backend/provision/schema.ts';

const child = z.strictObject({ name: z.string() });
const whatsapp = z.strictObject({
  channel: z.literal('whatsapp'),
  name: z.string(),
  department: z.string(),
  displayPhoneNumber: z.string(),
  phoneNumberId: z.string(),
  businessAccountId: z.string(),
  accessToken: z.string().startsWith('demo-only-'),
  appSecret: z.string().startsWith('demo-only-'),
  verifyToken: z.string().startsWith('demo-only-'),
  graphUrl: z.strictObject({ env: z.literal('TURNO_DEMO_GRAPH_URL') }),
});
const secrets = {
  accessToken: z.string().startsWith('demo-only-'),
  appSecret: z.string().startsWith('demo-only-'),
  verifyToken: z.string().startsWith('demo-only-'),
  graphUrl: z.strictObject({ env: z.literal('TURNO_DEMO_SOCIAL_URL') }),
};
const named = { name: z.string(), department: z.string() };
const instagram = z.strictObject({
  ...{ channel: z.literal('instagram'), username: z.string(), accountId: z.string() },
  ...named,
  ...secrets,
});
const messenger = z.strictObject({
  ...{ channel: z.literal('messenger'), pageName: z.string(), pageId: z.string() },
  ...named,
  ...secrets,
});
const livechat = z.strictObject({ channel: z.literal('livechat'), name: z.string(), department: z.string() });
const form = formSettingsSchema
  .extend({ channel: z.literal('form'), name: z.string(), department: z.string() })
  .strict();
const file = z.strictObject({
  workspace: z.strictObject({ name: z.literal('Loja Aurora'), timeZone: z.literal('America/Sao_Paulo') }),
  departments: z.array(
    z.strictObject({
      name: z.string(),
      distribution: z.enum(['automatic', 'manual']),
      requiresReason: z.boolean(),
      requiresDescription: z.boolean(),
    }),
  ),
  people: z.array(
    z.strictObject({
      name: z.string(),
      email: z.email(),
      password: z.literal('turno-demo-2026'),
      role: z.enum(['agent', 'supervisor', 'admin']),
      departments: z.array(z.string()),
      capacity: z.number().int().nonnegative(),
    }),
  ),
  tags: z.array(z.strictObject({ name: z.string(), color: z.string().regex(/^#[0-9a-f]{6}$/) })),
  reasons: z.array(z.strictObject({ name: z.string(), children: z.array(child).min(3).max(5) })),
  pauseReasons: provisionSchema.shape.pauseReasons,
  operation: provisionSchema.shape.operation,
  pipelines: provisionSchema.shape.pipelines,
  fields: provisionSchema.shape.fields,
  savedTexts: provisionSchema.shape.savedTexts,
  automations: provisionSchema.shape.automations,
  connections: z.array(z.discriminatedUnion('channel', [whatsapp, livechat, instagram, messenger, form])),
  shop: provisionSchema.shape.shop,
});

const demo = file.parse(
  JSON.parse(readFileSync(new URL('../../../src-backend/demo/workspace.json', import.meta.url), 'utf8')),
);

test('the demo workspace names only departments it has, and everybody once', () => {
  const departments = demo.departments.map(({ name }) => name);
  expect(departments).toEqual(['Suporte', 'Vendas', 'Financeiro']);
  for (const person of demo.people) for (const name of person.departments) expect(departments).toContain(name);
  for (const connection of demo.connections) expect(departments).toContain(connection.department);
  for (const names of [demo.people.map(({ email }) => email), demo.tags.map(({ name }) => name)]) {
    expect(new Set(names).size).toBe(names.length);
  }
  for (const department of departments) {
    expect(demo.people.some((p) => p.role === 'agent' && p.departments.includes(department))).toBe(true);
  }
});

test('the demo shows both ways of distribution, a required reason, and every role', () => {
  expect(demo.departments).toContainEqual(expect.objectContaining({ name: 'Vendas', distribution: 'manual' }));
  expect(demo.departments).toContainEqual(expect.objectContaining({ name: 'Suporte', distribution: 'automatic' }));
  expect(demo.departments).toContainEqual(expect.objectContaining({ name: 'Financeiro', requiresReason: true }));
  expect(new Set(demo.people.map(({ role }) => role))).toEqual(new Set(['agent', 'supervisor', 'admin']));
  expect(demo.people[0]).toMatchObject({ email: 'ana@aurora.example', departments: ['Suporte', 'Vendas'] });
});

test('the demo’s form is answered through a connection it has, and its shop is its own', () => {
  const names = demo.connections.map(({ name }) => name);
  const forms = demo.connections.flatMap((connection) => (connection.channel === 'form' ? [connection] : []));
  expect(forms).toHaveLength(1);
  for (const { answeredBy } of forms) for (const name of answeredBy) expect(names).toContain(name);
  expect(demo.shop).toMatchObject({ baseUrl: '/demo/shop/api', token: expect.stringMatching(/^demo-only-/) });
});

test('all of Meta’s channels belong to one application, so one webhook secret signs for all', () => {
  const meta = demo.connections.flatMap((connection) => ('appSecret' in connection ? [connection] : []));
  expect(new Set(meta.map(({ channel }) => channel))).toEqual(new Set(['whatsapp', 'instagram', 'messenger']));
  expect(new Set(meta.map(({ appSecret }) => appSecret)).size).toBe(1);
  expect(new Set(meta.map(({ accessToken }) => accessToken)).size).toBe(1);
  const numbers = demo.connections.flatMap((connection) => (connection.channel === 'whatsapp' ? [connection] : []));
  expect(numbers).toHaveLength(2);
  expect(new Set(numbers.map(({ phoneNumberId }) => phoneNumberId)).size).toBe(2);
});

test('the demo’s saved texts are for departments it has, each under a shortcut of its own, and show variables', () => {
  const departments = demo.departments.map(({ name }) => name);
  for (const { department } of demo.savedTexts) if (department != null) expect(departments).toContain(department);
  expect(new Set(demo.savedTexts.map(({ shortcut }) => shortcut)).size).toBe(demo.savedTexts.length);
  expect(demo.savedTexts.filter(({ text }) => text.includes('{{')).length).toBeGreaterThan(5);
});
