import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORM_LIMITS } from '../../../src-shared/protocol/forms.ts';
import { conversations, messages } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { type FormDesk, openFormDesk, teresa } from './form-desk.ts';

const SITE = 'https://loja.example';

describeOnStores('A form on a site', (openTestStore) => {
  let desk: FormDesk;
  beforeAll(async () => {
    desk = await openFormDesk((await openTestStore()).store, { origins: [SITE], plainPosts: true });
  });
  afterAll(() => desk.close());

  const arrived = () => desk.received.filter((event) => event.type === 'message');
  /** Limits refill by the clock: each test begins with all of them. */
  const later = () => {
    desk.operation.clock.now += 3_600_000;
  };
  const plain = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    desk.post(new URLSearchParams(fields).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    });

  it('becomes a conversation that waits in its department, with all that was filled in', async () => {
    later();
    const phone = { telefone: '(11) 98765-4321' };
    const { status, reply } = await desk.fill({ ...teresa, ...phone }, { page: `${SITE}/contato` });
    expect([status, reply]).toEqual([201, { ok: true, thanks: expect.stringContaining('Recebemos'), redirect: null }]);
    const [conversation] = await conversations(desk.operation);
    expect(conversation).toMatchObject({ channel: 'form', status: 'queued' });
    const [message] = (await messages(desk.operation, conversation?.id ?? '')).filter(
      (one) => one.direction === 'inbound',
    );
    expect(message).toMatchObject({
      kind: 'text',
      text: 'Quero trocar o tênis.',
      content: {
        type: 'form',
        form: 'Fale conosco',
        page: `${SITE}/contato`,
        fields: [
          { name: 'Nome', value: 'Teresa Prado' },
          { name: 'E-mail', value: 'teresa@casa.test' },
          { name: 'Telefone com DDD', value: '(11) 98765-4321' },
        ],
      },
    });
    const identity = await desk.operation.store.db
      .selectFrom('identity')
      .selectAll()
      .where('workspace_id', '=', desk.operation.workspaceId)
      .executeTakeFirst();
    expect(identity).toMatchObject({
      channel: 'form',
      address: 'teresa@casa.test',
      phone: '5511987654321',
      proved: false,
    });
  });

  it('takes a button pressed twice, or an answer that was lost, as one', async () => {
    later();
    const before = (await conversations(desk.operation)).length;
    const id = randomUUID();
    const answers = { ...teresa, email: 'dupla@casa.test' };
    const all = await Promise.all([desk.fill(answers, { id }), desk.fill(answers, { id }), desk.fill(answers, { id })]);
    expect(all.map(({ status }) => status)).toEqual([201, 201, 201]);
    const made = (await conversations(desk.operation)).slice(before);
    expect(made).toHaveLength(1);
    expect(
      (await messages(desk.operation, made[0]?.id ?? '')).filter((one) => one.direction === 'inbound'),
    ).toHaveLength(1);
  });

  it('goes on in the same conversation when the same customer writes again', async () => {
    later();
    const before = (await conversations(desk.operation)).length;
    await desk.fill({ ...teresa, email: 'volta@casa.test' });
    await desk.fill({ ...teresa, email: ' VOLTA@casa.test ', mensagem: 'Esqueci: é o 37.' });
    expect(await conversations(desk.operation)).toHaveLength(before + 1);
  });

  it('says which answers are missing or wrong, and takes nothing', async () => {
    later();
    const before = desk.received.length;
    const { status, reply } = await desk.fill({ nome: ' ', telefone: '123', mensagem: 'x'.repeat(4_001) });
    expect([status, reply]).toMatchObject([
      422,
      {
        ok: false,
        reason: 'invalid',
        problems: { nome: 'required', telefone: 'wrong', mensagem: 'too-long', email: 'contact' },
      },
    ]);
    const { reply: nobody } = await desk.fill({ nome: 'Ana', mensagem: 'oi' });
    expect(nobody).toMatchObject({ problems: { email: 'contact', telefone: 'contact' } });
    expect(desk.received).toHaveLength(before);
  });

  it('lets a program believe that it was sent', async () => {
    later();
    const before = arrived().length;
    const { status, reply } = await desk.fill(teresa, { website: 'https://casino.example' });
    expect([status, reply.ok]).toEqual([201, true]);
    expect(desk.received.at(-1)).toEqual({ type: 'ignored', reason: expect.stringContaining('trap') });
    expect(arrived()).toHaveLength(before);
  });

  it('asks whoever is faster than a person to wait, and takes no token that is not its own', async () => {
    later();
    const before = arrived().length;
    const { token } = await desk.open();
    expect(await desk.fill(teresa, { token, afterSeconds: 1 })).toMatchObject({
      status: 429,
      reply: { reason: 'too-fast', retryAfterMs: 2_000 },
    });
    const [openedAt = '', nonce = '', signature = ''] = token.split('.');
    const forged = [
      '',
      'a.b.c',
      `${(Number.parseInt(openedAt, 36) - 60_000).toString(36)}.${nonce}.${signature}`,
      `${openedAt}.${nonce}.${'A'.repeat(43)}`,
    ];
    for (const other of forged)
      expect(await desk.fill(teresa, { token: other })).toMatchObject({ status: 403, reply: { reason: 'token' } });
    desk.operation.clock.now += 25 * 3_600_000;
    expect(await desk.fill(teresa, { token })).toMatchObject({ reply: { reason: 'token' } });
    expect(arrived()).toHaveLength(before);
  });

  it('answers the sites of its settings, and no other', async () => {
    later();
    expect(await desk.fill({ ...teresa, email: 'a@casa.test' }, { headers: { origin: SITE } })).toMatchObject({
      status: 201,
    });
    const address = `${desk.url}/forms/${desk.key}`;
    const wanted = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
    const asked = await fetch(address, { method: 'OPTIONS', headers: { origin: SITE, ...wanted } });
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, SITE]);
    expect(asked.headers.get('access-control-allow-headers')).toBe('content-type');
    for (const origin of ['https://mal.example', 'https://loja.example.mal.example', 'http://loja.example', 'null']) {
      const refused = await fetch(address, { method: 'OPTIONS', headers: { origin, ...wanted } });
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
      const definition = await fetch(`${address}/definition`, { headers: { origin } });
      expect([definition.status, definition.headers.get('access-control-allow-origin')]).toEqual([403, null]);
      expect(await desk.fill(teresa, { headers: { origin } })).toMatchObject({
        status: 403,
        reply: { reason: 'origin' },
      });
    }
  });

  it('works as a plain form, with a page that thanks', async () => {
    later();
    const page = await (await fetch(`${desk.url}/forms/${desk.key}`)).text();
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';
    const fields = { ...teresa, email: 'plana@casa.test', id: hidden('id'), token: hidden('token'), website: '' };
    desk.operation.clock.now += 10_000;
    const before = arrived().length;
    const sent = await plain(fields, { origin: desk.url });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/forms/${desk.key}/thanks`]);
    // The button pressed twice, and the page sent again after «back».
    await plain(fields);
    expect(
      new Set(
        arrived()
          .slice(before)
          .map(({ externalId }) => externalId),
      ).size,
    ).toBe(1);
    expect(await (await fetch(`${desk.url}/forms/${desk.key}/thanks`)).text()).toContain('Recebemos sua mensagem');
  });

  it('shows what is wrong with a plain form beside what was written, none of it as markup', async () => {
    later();
    const hostile = '"><script>alert(1)</script>';
    const response = await plain({ nome: hostile, mensagem: `</textarea>${hostile}` });
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).not.toContain('<script');
    expect(page).toContain('Preencha o e-mail ou o telefone');
    expect(page).toContain('&#60;script&#62;alert(1)');
  });

  it('takes a site’s own HTML where its settings allow it, the same words once', async () => {
    later();
    const before = arrived().length;
    const fields = { nome: 'Rui', email: 'rui@casa.test', mensagem: 'Tem em azul?' };
    for (const _ of [1, 2]) expect((await plain(fields, { origin: SITE })).status).toBe(303);
    const two = arrived().slice(before);
    expect(new Set(two.map(({ externalId }) => externalId)).size).toBe(1);
  });

  it('slows down an address that sends without end, and everybody when they are too many', async () => {
    later();
    const answers = { ...teresa, email: 'muitos@casa.test' };
    const { token } = await desk.open();
    desk.operation.clock.now += 10_000;
    const statuses: number[] = [];
    for (let count = 0; count < 12; count += 1)
      statuses.push((await desk.fill(answers, { token, afterSeconds: 0 })).status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(201));
    expect(statuses.slice(10)).toEqual([429, 429]);
    desk.operation.clock.now += 11_000;
    expect(await desk.fill(answers, { token, afterSeconds: 0 })).toMatchObject({ status: 201 });
  });

  it('asks to come again when it cannot be stored, and says nothing of the customer in the log', async () => {
    later();
    desk.working.door = false;
    const id = randomUUID();
    const { status, reply } = await desk.fill({ ...teresa, email: 'queda@casa.test' }, { id });
    expect([status, reply]).toMatchObject([503, { reason: 'unavailable' }]);
    desk.working.door = true;
    expect(desk.logged.join('')).not.toMatch(/Teresa|casa\.test|tênis/);
    expect(await desk.fill({ ...teresa, email: 'queda@casa.test' }, { id })).toMatchObject({ status: 201 });
  });

  describe('whatever is sent to it', () => {
    it('refuses what is too large, of another kind, not JSON, or for no form', async () => {
      later();
      const large = await desk.post({ id: randomUUID(), token: '', answers: { nome: 'x'.repeat(FORM_LIMITS.body) } });
      const multipart = await desk.post('--a\r\n', { 'content-type': 'multipart/form-data; boundary=a' });
      const broken = await desk.post('{"id":');
      const unknown = await fetch(`${desk.url}/forms/outro/definition`);
      expect([large.status, multipart.status, broken.status, unknown.status]).toEqual([413, 415, 400, 404]);
      const page = await fetch(`${desk.url}/forms/outro`);
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    });

    it('answers anything in its own words, and stays', async () => {
      const anything = fc.oneof(
        fc.jsonValue(),
        fc.record({
          id: fc.oneof(fc.uuid(), fc.string()),
          token: fc.string(),
          website: fc.oneof(fc.constant(''), fc.string()),
          page: fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' }), fc.constant(null)),
          answers: fc.dictionary(
            fc.constantFrom('nome', 'email', 'telefone', 'mensagem', '__proto__', 'constructor'),
            fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\0', '\ud800', 'a@b.co', '11987654321')),
          ),
        }),
      );
      const property = fc.asyncProperty(anything, fc.boolean(), async (body, signed) => {
        later();
        const { token } = await desk.open();
        desk.operation.clock.now += 10_000;
        const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
        const response = await desk.post(isObject && signed ? { ...body, token } : body);
        expect([201, 400, 403, 422]).toContain(response.status);
      });
      await fc.assert(property, { numRuns: 60 });
      expect(desk.logged.slice(1)).toEqual([]);
    });

    it('takes any words that people may write', async () => {
      later();
      const words = 'a\0b\ud83d \u202e<b>&amp;\r\nsegunda linha 😕 '.repeat(3);
      const { status } = await desk.fill({ nome: words, email: 'hostil@casa.test', mensagem: words });
      expect(status).toBe(201);
      const event = arrived().at(-1);
      expect(event).toMatchObject({ text: expect.stringContaining('segunda linha 😕') });
      expect(JSON.stringify(event)).not.toContain('\\u0000');
    });
  });
});
