import { expect, test } from 'vitest';
import { readEnvironment } from '../../../src-backend/environment.ts';
import { createClientAddress } from '../../../src-backend/http/client-address.ts';

test('a backend runs without any variable: nobody is trusted, metrics stay here, stopping does not wait', () => {
  expect(readEnvironment({})).toEqual({
    ok: true,
    value: { logLevel: 'info', metricsToken: null, trustedProxies: [], drainMs: 0 },
  });
});

test('what a variable holds is read, and an empty one is as if it were not there', () => {
  const read = readEnvironment({
    TURNO_LOG: '',
    TURNO_METRICS_TOKEN: 'sixteen-letters-or-more',
    TURNO_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    TURNO_DRAIN_SECONDS: '5',
  });
  expect(read).toEqual({
    ok: true,
    value: {
      logLevel: 'info',
      metricsToken: 'sixteen-letters-or-more',
      trustedProxies: ['10.0.0.0/8', '::1'],
      drainMs: 5_000,
    },
  });
});

test.each([
  [{ TURNO_METRICS_TOKEN: 'hunter2' }, /TURNO_METRICS_TOKEN: needs 16/],
  [{ TURNO_TRUSTED_PROXIES: 'true' }, /TURNO_TRUSTED_PROXIES: takes addresses/],
  [{ TURNO_TRUSTED_PROXIES: '10.0.0.0/40' }, /TURNO_TRUSTED_PROXIES/],
  [{ TURNO_DRAIN_SECONDS: 'soon' }, /TURNO_DRAIN_SECONDS: takes seconds/],
  [{ TURNO_LOG: 'loud' }, /TURNO_LOG/],
])('%j is refused, and what it holds is not repeated', (environment, words) => {
  const read = readEnvironment(environment);
  expect(read).toMatchObject({ ok: false, words: expect.stringMatching(words) });
  expect(JSON.stringify(read)).not.toContain('hunter2');
});

const nobody = createClientAddress([]);
const balancers = createClientAddress(['10.0.0.0/8', 'fd00::/8']);

test.each([
  ['without balancers, nothing that was forwarded counts', nobody, '10.0.0.1', '203.0.113.5', '10.0.0.1'],
  ['behind a balancer, whom it saw', balancers, '10.0.0.1', '203.0.113.5', '203.0.113.5'],
  ['spelled as a socket for both kinds does', balancers, '::ffff:10.0.0.1', '203.0.113.5', '203.0.113.5'],
  ['behind two balancers, whom the outer one saw', balancers, 'fd00::1', '203.0.113.5, 10.0.0.2', '203.0.113.5'],
  ['what the caller wrote itself stands further left', balancers, '10.0.0.1', '1.1.1.1, 203.0.113.5', '203.0.113.5'],
  ['a stranger is itself, whatever it writes', balancers, '203.0.113.9', '1.1.1.1', '203.0.113.9'],
  ['words that are no address end it', balancers, '10.0.0.1', 'localhost', '10.0.0.1'],
  ['a balancer that says nothing is the nearest known', balancers, '10.0.0.1', undefined, '10.0.0.1'],
])('a connection comes from: %s', (_name, addressOf, peer, forwarded, expected) => {
  expect(addressOf(peer, forwarded)).toBe(expected);
});
