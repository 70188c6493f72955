import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, test } from 'vitest';
import { createAccounts } from '../../../src-backend/accounts/accounts.ts';
import { createHttp } from '../../../src-backend/http/http.ts';
import { sessionSchema } from '../../../src-shared/protocol/http.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import { silent, storeOpener } from '../stores.ts';
import { addPerson, addWorkspace } from '../workspaces.ts';

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

describe('the backend’s HTTP side', () => {
  const openTestStore = storeOpener('embedded');

  async function start(options: Partial<Parameters<typeof createHttp>[0]> = {}) {
    const { store } = await openTestStore();
    const lines: string[] = [];
    const logger = pino(
      { level: 'trace' },
      new Writable({
        write(chunk, _encoding, done) {
          lines.push(String(chunk));
          done();
        },
      }),
    );
    const accounts = await createAccounts({ store, logger: silent, now: Date.now });
    const app = await createHttp({ store, accounts, metrics: new Registry(), logger, ...options });
    open.push(app);
    app.get('/broken', () => {
      throw new Error('the database password is hunter2');
    });
    const person = await addPerson(store, await addWorkspace(store));
    const post = (url: string, payload: unknown) => app.inject({ method: 'POST', url, payload: payload as object });
    const login = (password = person.password, protocol = PROTOCOL_VERSION) =>
      post('/auth/login', { email: person.email, password, protocol });
    return { store, app, person, post, login, log: () => lines.join('') };
  }

  test('signing in answers a session, the e-mail written in any case', async () => {
    const { post, person } = await start();
    const answer = await post('/auth/login', {
      email: `  ${person.email.toUpperCase()} `,
      password: person.password,
      protocol: PROTOCOL_VERSION,
    });
    expect(answer.statusCode).toBe(200);
    expect(sessionSchema.parse(answer.json()).person.id).toBe(person.id);
  });

  test('a refresh gives the next pair, and signing out ends the session', async () => {
    const { login, post } = await start();
    const first = sessionSchema.parse((await login()).json());
    const second = sessionSchema.parse((await post('/auth/refresh', { refreshToken: first.refreshToken })).json());
    expect((await post('/auth/logout', { refreshToken: second.refreshToken })).statusCode).toBe(204);
    const refused = await post('/auth/refresh', { refreshToken: second.refreshToken });
    expect([refused.statusCode, refused.json()]).toEqual([401, { error: 'session-revoked' }]);
  });

  test('a wrong password is refused, and the tenth says how long to wait', async () => {
    const { login } = await start();
    for (let n = 1; n < 10; n += 1) {
      const refused = await login('errada');
      expect([refused.statusCode, refused.json()]).toEqual([401, { error: 'wrong-credentials' }]);
    }
    const locked = await login('errada');
    expect(locked.statusCode).toBe(429);
    expect(locked.json()).toEqual({ error: 'too-many-attempts', retryAfterMs: expect.any(Number) });
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(800);
  });

  test('a desktop of another protocol version is told ours', async () => {
    const { login } = await start();
    const refused = await login('x', PROTOCOL_VERSION + 1);
    expect([refused.statusCode, refused.json()]).toEqual([
      426,
      { error: 'protocol-mismatch', server: PROTOCOL_VERSION },
    ]);
  });

  test.each([
    ['an empty body', {}],
    ['no e-mail', { email: 'ana', password: 'x', protocol: PROTOCOL_VERSION }],
    ['a body that is not an object', ['x']],
    [
      'a password of a megabyte less a little',
      { email: 'a@b.co', password: 'x'.repeat(900_000), protocol: PROTOCOL_VERSION },
    ],
  ])('%s is invalid', async (_name, payload) => {
    const { post } = await start();
    const refused = await post('/auth/login', payload);
    expect([refused.statusCode, refused.json()]).toEqual([400, { error: 'invalid' }]);
  });

  test('broken JSON, an unknown type, too large a body and an unknown address get the protocol’s own errors', async () => {
    const { app } = await start();
    const json = { 'content-type': 'application/json' };
    const broken = await app.inject({ method: 'POST', url: '/auth/login', headers: json, payload: '{"email":' });
    expect([broken.statusCode, broken.json()]).toEqual([400, { error: 'invalid' }]);
    const xml = await app.inject({
      method: 'POST',
      url: '/auth/login',
      headers: { 'content-type': 'text/xml' },
      payload: '<a/>',
    });
    expect([xml.statusCode, xml.json()]).toEqual([415, { error: 'unsupported-media' }]);
    const large = await app.inject({
      method: 'POST',
      url: '/auth/login',
      headers: json,
      payload: `"${'x'.repeat(5_000_000)}"`,
    });
    expect([large.statusCode, large.json()]).toEqual([413, { error: 'too-large' }]);
    const nowhere = await app.inject({ url: '/wp-login.php' });
    expect([nowhere.statusCode, nowhere.json()]).toEqual([404, { error: 'not-found' }]);
  });

  test('an address that cannot be decoded is refused in the protocol’s words and not repeated', async () => {
    const { app } = await start();
    const answer = await app.inject({ url: '/auth/login/%' });
    expect([answer.statusCode, answer.json()]).toEqual([400, { error: 'invalid' }]);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('an address with a NUL, which no database holds, is refused before anything is looked up', async () => {
    const { app } = await start();
    app.get('/things/:id', () => {
      throw new Error('was looked up');
    });
    for (const url of ['/things/%00', '/things/a%00b', '/things/a?of=%00']) {
      const answer = await app.inject({ url });
      expect([answer.statusCode, answer.json()], url).toEqual([400, { error: 'invalid' }]);
    }
  });

  test('a defect is a server error that tells nothing of the inside', async () => {
    const { app } = await start();
    const failed = await app.inject({ url: '/broken' });
    expect([failed.statusCode, failed.json()]).toEqual([500, { error: 'server-error' }]);
    expect(failed.body).not.toContain('hunter2');
  });

  test('too many requests of one address are refused for a while', async () => {
    const { post } = await start({ perMinute: { login: 2, refresh: 1 } });
    await post('/auth/refresh', { refreshToken: 'x' });
    const refused = await post('/auth/refresh', { refreshToken: 'x' });
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toEqual({ error: 'too-many-attempts', retryAfterMs: expect.any(Number) });
  });

  test('the log names routes and results, never people, passwords or tokens', async () => {
    const { login, post, person, app, log } = await start();
    const session = sessionSchema.parse((await login()).json());
    await login('senha-errada-1');
    await post('/auth/refresh', { refreshToken: session.refreshToken });
    await app.inject({ url: '/media/5511999990000?token=segredo' });
    expect(log()).toContain('/auth/login');
    for (const secret of [
      person.email,
      person.password,
      'senha-errada-1',
      session.accessToken,
      session.refreshToken,
      '5511999990000',
      'segredo',
    ]) {
      expect(log()).not.toContain(secret);
    }
  });

  test('every answer forbids sniffing, framing and scripts, and allows no other origin', async () => {
    const { app } = await start();
    for (const url of ['/healthz', '/nowhere']) {
      const { headers } = await app.inject({ url, headers: { origin: 'https://other.example' } });
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'cache-control': 'no-store',
      });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  test('who stops serves on, but says that it is not ready', async () => {
    let draining = false;
    const { app } = await start({ draining: () => draining });
    expect((await app.inject({ url: '/readyz' })).json()).toEqual({ status: 'ok' });
    draining = true;
    const answer = await app.inject({ url: '/readyz' });
    expect([answer.statusCode, answer.json()]).toEqual([503, { status: 'draining' }]);
    expect((await app.inject({ url: '/healthz' })).statusCode).toBe(200);
  });

  test('metrics are Prometheus text, for this machine only', async () => {
    const { app } = await start();
    await app.inject({ url: '/healthz' });
    const metrics = await app.inject({ url: '/metrics' });
    expect(metrics.body).toContain(
      'turno_http_request_duration_seconds_count{method="GET",route="/healthz",status="200"} 1',
    );
    const strangers = [
      { remoteAddress: '192.168.1.20' },
      { remoteAddress: '203.0.113.5' },
      // What a balancer on this machine passes on is a stranger’s.
      { headers: { 'x-forwarded-for': '127.0.0.1' } },
      { headers: { forwarded: 'for=127.0.0.1' } },
    ];
    for (const stranger of strangers) {
      const refused = await app.inject({ url: '/metrics', ...stranger });
      expect([refused.statusCode, refused.json()]).toEqual([404, { error: 'not-found' }]);
    }
  });

  test('with a token, metrics are for whoever shows it, from wherever', async () => {
    const { app } = await start({ metricsToken: 'a-token-of-the-test' });
    const ask = (authorization?: string) =>
      app.inject({ url: '/metrics', remoteAddress: '10.0.0.9', headers: authorization ? { authorization } : {} });
    expect((await ask('Bearer a-token-of-the-test')).statusCode).toBe(200);
    for (const wrong of [undefined, 'Bearer a-token-of-the-tes', 'Basic a-token-of-the-test', 'a-token-of-the-test']) {
      expect((await ask(wrong)).statusCode).toBe(404);
    }
    expect((await app.inject({ url: '/metrics' })).statusCode).toBe(404);
  });
});

describe('readiness without its database', () => {
  const openTestStore = storeOpener('server');

  test('ends, and the process counts as healthy all the same: starting it anew would not help', async () => {
    const { openNode } = await openTestStore();
    const store = await openNode();
    const accounts = await createAccounts({ store, logger: silent, now: Date.now });
    const app = await createHttp({ store, accounts, metrics: new Registry(), logger: silent });
    open.push(app);
    expect((await app.inject({ url: '/readyz' })).statusCode).toBe(200);
    await accounts.close();
    await store.close();
    const answer = await app.inject({ url: '/readyz' });
    expect([answer.statusCode, answer.json()]).toEqual([503, { status: 'database-unreachable' }]);
    expect((await app.inject({ url: '/healthz' })).statusCode).toBe(200);
  });
});
