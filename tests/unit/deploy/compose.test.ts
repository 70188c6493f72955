import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseBackendArguments } from '../../../src-backend/cli.ts';
import { readEnvironment, VARIABLES } from '../../../src-backend/environment.ts';
import { routes } from '../../../src-shared/protocol/http.ts';

/** Docker is not part of the tests; what the files say of the code is, and the Caddyfile runs in tests/integration/deploy. */
const root = join(import.meta.dirname, '..', '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const serviceSchema = z.object({
  environment: z.record(z.string(), z.string()).default({}),
  expose: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  stop_grace_period: z.string().optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
const compose = z
  .object({
    services: z.record(z.string(), serviceSchema),
    networks: z.object({
      inside: z.object({ ipam: z.object({ config: z.array(z.object({ subnet: z.string() })) }) }),
    }),
  })
  .parse(parse(read('compose.yaml'), { merge: true }));
const caddy = read('deploy/Caddyfile');
const dockerfile = read('deploy/Dockerfile');

const nodes = Object.entries(compose.services).filter(([name]) => name.startsWith('node-'));
const directive = (name: string) => new RegExp(`^\\s*${name} (.+)$`, 'm').exec(caddy)?.[1] ?? '';
/** What Compose makes of `${NAME:?words}`. */
const filled = (value: string) => value.replace(/\$\{\w+[^}]*\}/g, 'sixteen-letters-or-more');

test('there are two nodes, and the backend reads every variable they are given', () => {
  expect(nodes.map(([name]) => name)).toEqual(['node-1', 'node-2']);
  for (const [, { environment }] of nodes) {
    expect([...VARIABLES, 'DATABASE_URL']).toEqual(expect.arrayContaining(Object.keys(environment)));
    const given = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filled(value)]));
    expect(readEnvironment(given)).toMatchObject({ ok: true });
    const entry = z.array(z.string()).parse(JSON.parse(/^ENTRYPOINT (.*)$/m.exec(dockerfile)?.[1] ?? ''));
    expect(entry.slice(0, 2)).toEqual(['node', 'src-backend/main.ts']);
    expect(parseBackendArguments(entry.slice(2), given)).toMatchObject({
      ok: true,
      value: { host: '0.0.0.0', port: 8710, store: { kind: 'server' } },
    });
  }
});

test('the balancer knows the nodes by their names and port, and asks them whether they are ready', () => {
  const upstreams = nodes.map(([name, { expose }]) => `${name}:${expose[0]}`);
  const proxied = [...caddy.matchAll(/^\s*reverse_proxy (.+) \{$/gm)].map((match) => match[1]);
  expect(new Set(proxied)).toEqual(new Set([`{$TURNO_NODES:${upstreams.join(' ')}}`]));
  expect(directive('health_uri')).toBe(routes.ready);
  expect(directive('@operators path').split(' ')).toEqual([routes.metrics, `${routes.metrics}/*`]);
  expect(compose.services.balancer?.environment).toHaveProperty('TURNO_HOST');
  expect(caddy).toContain('{$TURNO_HOST}');
  for (const [, { healthcheck }] of nodes) {
    expect(healthcheck?.test.at(-1)).toBe(`http://127.0.0.1:8710${routes.health}`);
  }
});

test('only the balancer’s network is believed, and a node drains longer than the balancer takes to notice', () => {
  const interval = Number.parseInt(directive('health_interval'), 10);
  const late = Number.parseInt(directive('health_timeout'), 10);
  for (const [, { environment, networks, stop_grace_period }] of nodes) {
    expect(networks).toEqual(['inside']);
    expect(environment.TURNO_TRUSTED_PROXIES).toBe(compose.networks.inside.ipam.config[0]?.subnet);
    const drain = Number(environment.TURNO_DRAIN_SECONDS);
    expect(drain).toBeGreaterThan(interval + late);
    // Ten seconds for the desktops to go and ten for the jobs that run come after it.
    expect(Number.parseInt(stop_grace_period ?? '0', 10)).toBeGreaterThan(drain + 20);
  }
});

test('the image has the Node that the project is pinned to', () => {
  const pinned = z.object({ devDependencies: z.object({ node: z.string() }) }).parse(JSON.parse(read('package.json')));
  const major = pinned.devDependencies.node.split('.')[0];
  expect([...dockerfile.matchAll(/^FROM node:(\d+)/gm)].map((match) => match[1])).toEqual([major, major]);
});
