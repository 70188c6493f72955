import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { InboundEvent } from '../../../src-backend/channels/contract.ts';
import { isSignedWith } from '../../../src-backend/channels/meta/signature.ts';
import { parseWebhook } from '../../../src-backend/channels/whatsapp/parse-webhook.ts';
import { contentSchema, referralSchema } from '../../../src-shared/protocol/content.ts';
import { fixtureFolder, readFixture } from '../../fixtures.ts';
import { brokenBodies, expectIndexed, nameOf, type Recorded, reasonsOf, recordedIn } from '../recorded-webhooks.ts';
import { appliedFixtures, ignoredFixtures } from './expected/index.ts';

const folder = fixtureFolder('whatsapp');

const item = z.object({ id: z.string(), timestamp: z.string() });
const bodySchema = z.object({
  entry: z.array(
    z.object({
      changes: z.array(
        z.object({
          value: z.object({
            messages: z.array(item).default([]),
            message_echoes: z.array(item).default([]),
            statuses: z.array(item).default([]),
          }),
        }),
      ),
    }),
  ),
});

const read = (file: string): InboundEvent[] =>
  parseWebhook(readFixture(folder ?? '', file)).flatMap((batch) => batch.events);

/** What says something, without what is compared with the payload itself. */
function told(event: InboundEvent): Record<string, unknown> {
  const without = event.type === 'templates' ? [] : ['externalId', 'providerAt'];
  return Object.fromEntries(
    Object.entries(event)
      .filter(([name, value]) => !without.includes(name) && (value !== null || name === 'emoji'))
      .map(([name, value]) => [name, name === 'media' ? withoutNulls(value) : value]),
  );
}

const withoutNulls = (value: unknown): unknown =>
  Object.fromEntries(
    Object.entries(z.record(z.string(), z.unknown()).parse(value)).filter(([, part]) => part !== null),
  );

describe.skipIf(folder === null)('webhooks recorded by others', () => {
  const path = folder ?? '';
  const index = recordedIn(folder);
  const webhooks = index.filter(isWebhook);
  const ignoredBy = reasonsOf(ignoredFixtures);

  it('are all here, and of each it is said what it becomes', () => {
    expect(webhooks.length).toBeGreaterThanOrEqual(79);
    const listed = [...Object.keys(appliedFixtures), ...ignoredBy.keys()].sort();
    expect(listed).toEqual(webhooks.map(({ file }) => nameOf(file)).sort());
    expectIndexed(path, index);
  });

  it.each(webhooks)('$file ($kind) becomes what it is', ({ file }) => {
    const events = read(file);
    const reason = ignoredBy.get(nameOf(file));
    if (reason !== undefined) expect(events).toEqual([{ type: 'ignored', reason }]);
    else expect(events.map(told)).toEqual(appliedFixtures[nameOf(file)]);
  });

  it.each(webhooks)('$file keeps the provider’s ids and times, and nothing the desktops could not read', ({ file }) => {
    const changes = bodySchema.parse(readFixture(path, file)).entry.flatMap((entry) => entry.changes);
    const items = changes.flatMap(({ value }) => [...value.messages, ...value.message_echoes, ...value.statuses]);
    for (const event of read(file)) {
      if (event.type === 'ignored' || event.type === 'templates' || event.type === 'watermark') continue;
      const source = items.find(({ id }) => id === event.externalId);
      expect(event.providerAt).toBe(Number(source?.timestamp) * 1000);
      if (event.type !== 'message') continue;
      if (event.content != null) expect(contentSchema.parse(event.content)).toEqual(event.content);
      if (event.referral != null) expect(referralSchema.parse(event.referral)).toEqual(event.referral);
    }
  });

  it.each(index.filter((entry) => !isWebhook(entry)))('$file ($kind) is no webhook, and says so', ({ file }) => {
    expect(read(file)).toEqual([{ type: 'ignored', reason: 'not a webhook' }]);
  });

  it('never throw and are never silent, whatever is broken in them', { timeout: 60_000 }, () => {
    const bodies = webhooks.map(({ file }) => readFixture(path, file));
    fc.assert(
      fc.property(brokenBodies(bodies), ({ body, whole }) => {
        const events = parseWebhook(body).flatMap((batch) => batch.events);
        // A body whose list of entries or changes was emptied says nothing, so nothing is due.
        if (whole) expect(events.length).toBeGreaterThan(0);
        for (const event of events) checkWhole(event);
      }),
      { numRuns: 3_000 },
    );
  });

  it('verifies a signature that Meta really made, and no other', () => {
    const vectors = z
      .array(z.object({ app_secret: z.string(), body: z.string(), header: z.string() }))
      .min(1)
      .parse(readFixture(path, 'golden__x-hub-signature-256.json'));
    for (const { app_secret: secret, body, header } of vectors) {
      const bytes = Buffer.from(body);
      expect(isSignedWith(secret, bytes, header)).toBe(true);
      expect(isSignedWith(`${secret}x`, bytes, header)).toBe(false);
      expect(isSignedWith(secret, Buffer.from(`${body} `), header)).toBe(false);
      for (const other of [undefined, '', header.slice(7), header.slice(0, -1), header.replace('sha256', 'sha1')]) {
        expect(isSignedWith(secret, bytes, other)).toBe(false);
      }
    }
  });
});

if (folder === null) {
  it.skip('webhooks recorded by others: not run, the fixtures folder is missing (TURNO_FIXTURES)', () => {});
}

function isWebhook({ kind }: Recorded): boolean {
  return kind.startsWith('webhook');
}

/** An event that can be stored: PostgreSQL takes it, and what it encloses is within the protocol's limits. */
function checkWhole(event: InboundEvent): void {
  const json = JSON.stringify(event);
  expect(json.includes('\\u0000')).toBe(false);
  expect(json.isWellFormed() && !/\\ud[89a-f]/i.test(json)).toBe(true);
  if (event.type === 'ignored') expect(event.reason).toMatch(/^[\w .:-]+$/);
  if (event.type !== 'message') return;
  expect(event.sender.address).not.toBe('');
  if (event.content != null) expect(contentSchema.safeParse(event.content).success).toBe(true);
  if (event.referral != null) expect(referralSchema.safeParse(event.referral).success).toBe(true);
}
