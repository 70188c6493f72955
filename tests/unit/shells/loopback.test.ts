import { expect, test } from 'vitest';
import { ask, connect, servers, signedIn, start } from './loopback.ts';

test('the launch address gives the window its cookie and leaves the token behind', async () => {
  const server = await start();
  const { pathname, search } = new URL(server.launchUrl());
  const answer = await ask(server, `${pathname}${search}`);
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toBe('/');
  expect(answer.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; SameSite=Strict$/);
});

test('a launch address works once', async () => {
  const server = await start();
  const { pathname, search } = new URL(server.launchUrl());
  await ask(server, `${pathname}${search}`);
  const again = await ask(server, `${pathname}${search}`);
  expect(again.status).toBe(403);
  expect(again.headers['set-cookie']).toBeUndefined();
});

test('the window that already has the cookie may reload its launch address', async () => {
  const server = await start();
  const { pathname, search } = new URL(server.launchUrl());
  const cookie = (await ask(server, `${pathname}${search}`)).headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  expect((await ask(server, `${pathname}${search}`, { headers: { cookie } })).status).toBe(303);
});

test('a made-up token opens nothing', async () => {
  const server = await start();
  expect((await ask(server, '/launch?token=guess')).status).toBe(403);
  expect((await ask(server, '/launch')).status).toBe(403);
});

test('without the cookie neither page, nor file, nor medium, nor upload is served', async () => {
  const server = await start();
  const origin = { origin: server.origin };
  for (const path of ['/', '/assets/main-abc.js', '/media/m1'])
    expect((await ask(server, path)).status, path).toBe(403);
  const upload = await ask(server, '/uploads?conversationId=c1&name=a.png', {
    method: 'POST',
    headers: origin,
    body: 'x',
  });
  expect(upload.status).toBe(403);
  expect(server.uploads).toEqual([]);
});

test('another host name is refused, even with the cookie (DNS rebinding)', async () => {
  const server = await start();
  const cookie = await signedIn(server);
  for (const host of ['evil.example', `localhost:${server.port}`, `evil.example:${server.port}`, '127.0.0.1']) {
    expect((await ask(server, '/', { headers: { cookie, host } })).status, host).toBe(403);
  }
});

test('a request from another page is refused, even with the cookie', async () => {
  const server = await start();
  const cookie = await signedIn(server);
  const strangers = [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }];
  for (const headers of strangers)
    expect((await ask(server, '/media/m1', { headers: { cookie, ...headers } })).status).toBe(403);
  const upload = { method: 'POST', body: 'x' };
  const path = '/uploads?conversationId=c1&name=a.png';
  expect((await ask(server, path, { ...upload, headers: { cookie } })).status).toBe(403);
  expect((await ask(server, path, { ...upload, headers: { cookie, origin: 'http://127.0.0.1:1' } })).status).toBe(403);
});

test('no address leads out of the built window', async () => {
  const server = await start();
  const cookie = await signedIn(server);
  const ways = [
    '/../key',
    '/assets/../../key',
    '/..%2fkey',
    '/%2e%2e/key',
    '/assets/..%5c..%5ckey',
    '//key',
    '/media/..%2fkey',
  ];
  for (const path of ways) {
    const answer = await ask(server, path, { headers: { cookie } });
    expect(answer.status, path).toBe(404);
    expect(answer.text).not.toContain('secret');
  }
});

test('the page runs under a policy that lets in its own files only', async () => {
  const server = await start();
  const page = await ask(server, '/', { headers: { cookie: await signedIn(server) } });
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.headers['content-security-policy']).not.toMatch(/unsafe|https?:|\*/);
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  expect(page.headers['cache-control']).toBe('no-cache');
});

test('files with a hash in their name are kept by the browser, and the page is asked for anew', async () => {
  const server = await start();
  const cookie = await signedIn(server);
  const file = await ask(server, '/assets/main-abc.js', { headers: { cookie } });
  expect(file.headers['cache-control']).toContain('immutable');
  const page = await ask(server, '/', { headers: { cookie } });
  const again = await ask(server, '/', { headers: { cookie, 'if-none-match': page.headers.etag ?? '' } });
  expect(again.status).toBe(304);
});

test('the bridge answers our own page only', async () => {
  const server = await start();
  const cookie = await signedIn(server);
  const { origin } = server;
  expect(await connect(server, { cookie, origin: 'https://evil.example' })).toBe(403);
  expect(await connect(server, { cookie })).toBe(403);
  expect(await connect(server, { origin })).toBe(403);
  expect(await connect(server, { cookie, origin, host: 'evil.example' })).toBe(403);
  const socket = await connect(server, { cookie, origin });
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  const heard = new Promise((done) => socket.on('message', (data) => done(JSON.parse(data.toString()))));
  socket.send(JSON.stringify({ type: 'query', call: 7, name: 'search', args: {} }));
  expect(await heard).toEqual({ type: 'result', call: 7, value: 'heard' });
  expect(server.windows).toEqual([1]);
  socket.close();
  await expect.poll(() => server.windows).toEqual([1, 0]);
});

test('what is no frame ends the bridge', async () => {
  const server = await start();
  const cookie = await signedIn(server);
  for (const text of ['nonsense', '{}', '{"type":"query"}', '[]']) {
    const socket = await connect(server, { cookie, origin: server.origin });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    const code = new Promise((done) => socket.on('close', done));
    socket.send(text);
    expect(await code, text).toBe(1003);
  }
});

test('an upload reaches the engine whole', async () => {
  const server = await start();
  const headers = { cookie: await signedIn(server), origin: server.origin, 'content-type': 'image/png' };
  const body = 'x'.repeat(300_000);
  const answer = await ask(server, '/uploads?conversationId=c1&name=foto%20da%20caixa.png', {
    method: 'POST',
    headers,
    body,
  });
  expect(JSON.parse(answer.text)).toEqual({ id: 'upload-1' });
  expect(server.uploads).toEqual([{ conversationId: 'c1', name: 'foto da caixa.png', text: body }]);
});

test('an upload without a conversation, or with nobody signed in, is refused', async () => {
  const server = await start();
  const headers = { cookie: await signedIn(server), origin: server.origin };
  const post = (path: string) => ask(server, path, { method: 'POST', headers, body: 'x' });
  expect((await post('/uploads?name=a.png')).status).toBe(400);
  expect((await post('/uploads?conversationId=../x&name=a.png')).status).toBe(400);
  expect((await post('/uploads?conversationId=nobody&name=a.png')).status).toBe(503);
  expect((await post('/media/m1')).status).toBe(405);
});

test('a medium is shown as what it is, kept nowhere, and played from any point', async () => {
  const server = await start({ media: 'audio/ogg' });
  const cookie = await signedIn(server);
  const whole = await ask(server, '/media/m1', { headers: { cookie } });
  expect(whole.headers).toMatchObject({
    'content-type': 'audio/ogg',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  const part = await ask(server, '/media/m1', { headers: { cookie, range: 'bytes=2-5' } });
  expect([part.status, part.text, part.headers['content-range']]).toEqual([206, '2345', 'bytes 2-5/10']);
  expect((await ask(server, '/media/m1', { headers: { cookie, range: 'bytes=10-' } })).status).toBe(416);
  expect((await ask(server, '/media/other', { headers: { cookie } })).status).toBe(404);
  expect((await ask(server, '/media/away', { headers: { cookie } })).status).toBe(503);
  expect((await ask(server, '/media/m1/thumbnail', { headers: { cookie } })).text).toBe('small');
  expect((await ask(server, '/media/m1/other', { headers: { cookie } })).status).toBe(404);
  const head = await ask(server, '/media/m1', { headers: { cookie }, method: 'HEAD' });
  expect([head.status, head.headers['content-length'], head.text]).toEqual([200, '10', '']);
  await expect(ask(server, '/media/cut-off', { headers: { cookie } })).rejects.toThrow();
});

test('a medium that could run as a page is only handed over for saving', async () => {
  for (const media of ['text/html', 'image/svg+xml', 'application/pdf', 'text/javascript']) {
    const server = await start({ media });
    const { headers } = await ask(server, '/media/m1', { headers: { cookie: await signedIn(server) } });
    expect(headers['content-type'], media).toBe('application/octet-stream');
    expect(headers['content-disposition'], media).toBe('attachment');
  }
});

test('the kept port is used again, and another when it is taken', async () => {
  const first = await start();
  const second = await start({ port: first.port });
  expect(second.port).not.toBe(first.port);
  await first.close();
  servers.splice(servers.indexOf(first), 1);
  const third = await start({ port: first.port });
  expect(third.port).toBe(first.port);
});

test('an open page comes back to the desktop that was started again after a kill', async () => {
  const killed = await start();
  const cookie = await signedIn(killed);
  await killed.close();
  const again = await start({ port: killed.port, session: killed.session });
  const socket = await connect(again, { cookie, origin: again.origin });
  expect(typeof socket).not.toBe('number');
});

test('after a proper end the old cookie is worth nothing', async () => {
  const ended = await start();
  const cookie = await signedIn(ended);
  await ended.close();
  const again = await start({ port: ended.port });
  expect((await ask(again, '/', { headers: { cookie } })).status).toBe(403);
});
