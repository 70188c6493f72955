import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { InboundEvent } from '../../../src-backend/channels/contract.ts';
import { parseMessaging } from '../../../src-backend/channels/meta/messaging/parse-messaging.ts';
import { contentSchema, referralSchema } from '../../../src-shared/protocol/content.ts';
import { fixtureFolder, readFixture } from '../../fixtures.ts';
import { brokenBodies, expectIndexed, nameOf, reasonsOf, recordedIn } from '../recorded-webhooks.ts';
import { ignoredFixtures } from './expected/ignored.ts';
import { others } from './expected/others.ts';
import { restfb } from './expected/restfb.ts';

const appliedFixtures: Record<string, unknown[]> = { ...others, ...restfb };
const folder = fixtureFolder('meta');
const itemSchema = z.looseObject({ recipient: z.object({ id: z.string() }) });
const webhookSchema = z.looseObject({ object: z.enum(['instagram', 'page']) });

/** Some were recorded without their envelope; it says only whose they are. */
function webhookOf(recorded: unknown): unknown {
  const item = itemSchema.safeParse(recorded).data;
  return item === undefined ? recorded : { object: 'page', entry: [{ id: item.recipient.id, messaging: [recorded] }] };
}

function parse(body: unknown) {
  return parseMessaging(body, webhookSchema.safeParse(body).data?.object ?? 'page');
}

const read = (file: string): InboundEvent[] =>
  parse(webhookOf(readFixture(folder ?? '', file))).flatMap(({ events }) => events);

/** Without what says nothing, at any depth; the sender by its address. */
function told(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(told);
  const record = z.record(z.string(), z.unknown()).safeParse(value).data;
  if (record === undefined) return value;
  const sender = z.object({ address: z.string() }).safeParse(record.sender).data;
  return Object.fromEntries(
    Object.entries({ ...record, ...(sender && { sender: sender.address }) })
      .filter(([name, part]) => name === 'emoji' || (part !== null && !(Array.isArray(part) && part.length === 0)))
      .map(([name, part]) => [name, told(part)]),
  );
}

describe.skipIf(folder === null)('webhooks of Instagram and Messenger recorded by others', () => {
  const path = folder ?? '';
  const index = recordedIn(folder);
  const ignoredBy = reasonsOf(ignoredFixtures);

  it('are all here, and of each it is said what it becomes', () => {
    expect(index.length).toBeGreaterThanOrEqual(56);
    const listed = [...Object.keys(appliedFixtures), ...ignoredBy.keys()].sort();
    expect(listed).toEqual(index.map(({ file }) => nameOf(file)).sort());
    expectIndexed(path, index);
  });

  it.each(index)('$file ($kind) becomes what it is', ({ file }) => {
    const events = read(file);
    const reason = ignoredBy.get(nameOf(file));
    if (reason !== undefined) expect(events).toEqual([{ type: 'ignored', reason }]);
    else expect(events.map(told)).toEqual(appliedFixtures[nameOf(file)]);
    for (const event of events) {
      if (event.type !== 'message') continue;
      if (event.content != null) expect(contentSchema.parse(event.content)).toEqual(event.content);
      if (event.referral != null) expect(referralSchema.parse(event.referral)).toEqual(event.referral);
    }
  });

  it('tell of an account that Meta blocks, with the reason', () => {
    const [batch] = parse(readFixture(path, 'restfb__messaging-policy-callback-block.json'));
    expect(batch?.trouble).toMatchObject({ code: '368', detail: expect.stringContaining('Platform Policies') });
    const [unblocked] = parse(readFixture(path, 'restfb__messaging-policy-callback-unblock.json'));
    expect(unblocked?.trouble).toBeNull();
  });

  it('of one product are none of the other', () => {
    const body = readFixture(path, 'restfb__messaging-message-basic.json');
    expect(parseMessaging(body, 'instagram').flatMap(({ events }) => events)).toEqual([
      { type: 'ignored', reason: 'object: page' },
    ]);
  });

  it('never throw and are never silent, whatever is broken in them', { timeout: 60_000 }, () => {
    const bodies = index.map(({ file }) => webhookOf(readFixture(path, file)));
    fc.assert(
      fc.property(brokenBodies(bodies), ({ body, whole }) => {
        const events = parse(body).flatMap((batch) => batch.events);
        if (whole) expect(events.length).toBeGreaterThan(0);
        for (const event of events) {
          if (event.type === 'ignored') expect(event.reason).toMatch(/^[\x20-\x7e]{3,120}$/);
          if (event.type === 'message' && event.content != null) contentSchema.parse(event.content);
          if (event.type === 'message' && event.referral != null) referralSchema.parse(event.referral);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
