import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionSchema } from '../../../src-shared/protocol/http.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import { type MailServers, startMailServers } from '../../simulators/mail/mail-servers.ts';
import { until } from '../core/operation.ts';
import { emailOf, openProduct, PASSWORD, type Product } from '../harness.ts';

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const boundary = 'limite';
const mail = [
  'From: Ana <ana@casa.test>',
  'To: loja@loja.test',
  'Subject: Foto',
  `Date: ${new Date().toUTCString()}`,
  'Message-ID: <pagina@casa.test>',
  'MIME-Version: 1.0',
  `Content-Type: multipart/related; boundary=${boundary}`,
  '',
  `--${boundary}`,
  'Content-Type: text/html; charset=utf-8',
  '',
  '<style>@import url(https://mal.test/a.css);</style><script>alert(1)</script>',
  '<p style="color:red;background:url(https://mal.test/b.png)" onclick="x()">Veja a foto:</p>',
  '<img src="cid:foto@casa"><img src="https://rastreador.test/p.gif?u=1" alt="logo">',
  '<form action="https://mal.test"><input name=senha></form><a href="javascript:alert(1)">a</a><a href="https://loja.test/x">b</a>',
  '<img src="x" data-remote="https://mal.test/c" data-inline="0"><iframe src="https://mal.test"></iframe>',
  `--${boundary}`,
  'Content-Type: image/png',
  'Content-ID: <foto@casa>',
  'Content-Transfer-Encoding: base64',
  '',
  png,
  `--${boundary}--`,
  '',
].join('\r\n');

describe('the page of a mail', () => {
  let servers: MailServers;
  let product: Product;
  const address = `loja${process.pid}@loja.test`;
  let messageId = '';
  beforeAll(async () => {
    servers = await startMailServers();
    await servers.addMailbox(address);
    product = await openProduct({
      people: [
        { name: 'Ana Souza', departments: ['Suporte'] },
        { name: 'Caio Reis', departments: ['Vendas'] },
      ],
    });
    const server = { host: '127.0.0.1', secure: 'none' };
    const provisioned = await product.backend().provision(
      {
        workspace: { name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' },
        connections: [
          {
            channel: 'email',
            name: 'E-mail da loja',
            department: 'Suporte',
            address: address.toUpperCase(),
            user: address,
            password: { env: 'MAIL_PASSWORD' },
            sinceDays: 1,
            imap: { ...server, port: servers.imapPort },
            smtp: { ...server, port: servers.smtpPort },
          },
        ],
      },
      { MAIL_PASSWORD: servers.password },
    );
    expect(provisioned).toMatchObject({ ok: true });
    product.backend().core.log.onCommit((_workspaceId, events) => {
      for (const { body } of events)
        if (body.type === 'message' && body.message.channel === 'email') messageId = body.message.id;
    });
    await servers.deliver({ from: 'ana@casa.test', to: address, raw: mail });
    await until(() => messageId !== '', 20_000);
  });
  afterAll(async () => {
    await product?.[Symbol.asyncDispose]();
    await servers?.stop();
  });

  async function get(person: string, path: string): Promise<Response> {
    const url = product.backend().url;
    const login = await fetch(`${url}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: emailOf(person), password: PASSWORD, protocol: PROTOCOL_VERSION }),
    });
    const { accessToken } = sessionSchema.parse(await login.json());
    return fetch(`${url}${path}`, { headers: { authorization: `Bearer ${accessToken}` } });
  }

  it('is shown with the mail’s own pictures, without scripts, forms, or anything that loads from elsewhere', async () => {
    const answer = await get('Ana Souza', `/messages/${messageId}/html`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
    );
    const page = await answer.text();
    expect(page).toContain(`<img src="data:image/png;base64,${png}"`);
    expect(page).toContain('<img alt="logo" data-remote="https://rastreador.test/p.gif?u=1"');
    expect(page).toContain('<p style="color:red">Veja a foto:</p>');
    expect(page).toContain('<a href="https://loja.test/x" target="_blank" rel="noopener noreferrer nofollow">b</a>');
    expect(page).toContain("content=\"default-src 'none'; img-src data:;");
    expect(page).not.toMatch(/mal\.test|<script|<form|<input|<iframe|onclick|javascript:|@import/);
    expect(page).not.toMatch(/\ssrc="(?!data:)/);
  });

  it('shows pictures from elsewhere only when the reader asks for them', async () => {
    const answer = await get('Ana Souza', `/messages/${messageId}/html?images=remote`);
    expect(answer.headers.get('content-security-policy')).toContain('img-src data: https: http:;');
    expect(await answer.text()).toContain('src="https://rastreador.test/p.gif?u=1"');
    expect((await get('Ana Souza', `/messages/${messageId}/html?images=all`)).status).toBe(400);
  });

  it('does not exist for who may not see the conversation', async () => {
    expect((await get('Caio Reis', `/messages/${messageId}/html`)).status).toBe(404);
    expect((await get('Ana Souza', '/messages/nao-ha/html')).status).toBe(404);
    expect((await fetch(`${product.backend().url}/messages/${messageId}/html`)).status).toBe(401);
  });

  it('tells every desktop that the connection has files, no window, and where customers write', async () => {
    await using ana = await product.agent('Ana Souza');
    expect(ana).toBeDefined();
    const [connection] = product.backend().core.connections.ofChannel('email');
    expect(connection?.adapter.capabilities).toMatchObject({ windowMs: null, files: { most: 21 } });
    expect(connection?.adapter.publicAddress(connection.settings)).toBe(address);
  });
});
