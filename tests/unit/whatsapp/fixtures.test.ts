import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { InboundEvent } from '../../../src-backend/channels/contract.ts';
import { parseWebhook } from '../../../src-backend/channels/whatsapp/parse-webhook.ts';
import { isSignedWith } from '../../../src-backend/channels/whatsapp/signature.ts';
import { fixtureFolder, readFixture } from '../../fixtures.ts';

const folder = fixtureFolder('whatsapp');

const indexSchema = z.array(z.object({ file: z.string(), kind: z.string() }));
const bodySchema = z.object({
  entry: z.array(
    z.object({
      changes: z.array(
        z.object({
          field: z.string(),
          value: z.object({ messages: z.array(z.unknown()).default([]), statuses: z.array(z.unknown()).default([]) }),
        }),
      ),
    }),
  ),
});

/** What each kind of the index must become; the first pattern that fits decides. */
const expected: [RegExp, (event: InboundEvent) => boolean][] = [
  [/^webhook field:/, (event) => event.type === 'ignored'],
  [/field:calls|field:smb_message_echoes/, (event) => event.type === 'ignored'],
  [/msg:(reaction|edit|revoke|system)/, (event) => event.type === 'ignored'],
  [/msg:(unsupported|order)|interactive\.(None|call_permission_reply)/, (event) => isKind(event, 'unknown')],
  [/msg:text/, (event) => isKind(event, 'text') && event.text !== null],
  [/msg:image/, (event) => isKind(event, 'image') && event.media?.source.type === 'provider'],
  [/msg:(audio|voice)/, (event) => isKind(event, 'audio') && event.media !== null],
  [/msg:video/, (event) => isKind(event, 'video') && event.media !== null],
  [/msg:document/, (event) => isKind(event, 'document') && event.media?.name === 'filename.pdf'],
  [/msg:sticker/, (event) => isKind(event, 'sticker') && event.media !== null],
  [/msg:location/, (event) => isKind(event, 'location') && /-?\d+\.\d+, -?\d+\.\d+$/.test(event.text ?? '')],
  [/msg:contacts/, (event) => isKind(event, 'contacts') && /: \+1 /.test(event.text ?? '')],
  [/msg:(button|interactive)/, (event) => isKind(event, 'interactive') && event.text !== ''],
  [/status:failed/, (event) => event.type === 'status' && event.failure?.code === '130472'],
  [/status:played/, (event) => event.type === 'status' && event.status === 'read'],
  [/status:(sent|delivered|read)/, (event) => event.type === 'status' && event.failure === null],
];

function isKind(event: InboundEvent, kind: string): event is Extract<InboundEvent, { type: 'message' }> {
  return event.type === 'message' && event.kind === kind;
}

describe.skipIf(folder === null)('webhooks recorded by others', () => {
  const path = folder ?? '';
  const webhooks = folder === null ? [] : indexSchema.parse(readFixture(path, 'index.json')).filter(isWebhook);

  it('are all here', () => {
    expect(webhooks.length).toBeGreaterThanOrEqual(79);
    const files = new Set(readdirSync(path));
    expect(webhooks.filter(({ file }) => !files.has(file))).toEqual([]);
  });

  it.each(webhooks)('$file ($kind) becomes what it is', ({ file, kind }) => {
    const raw = readFixture(path, file);
    const events = parseWebhook(raw).flatMap((batch) => batch.events);
    const changes = bodySchema.parse(raw).entry.flatMap((entry) => entry.changes);
    const items = changes.flatMap(({ value }) => [...value.messages, ...value.statuses]);
    expect(events.length).toBeGreaterThanOrEqual(Math.max(items.length, changes.length));

    const rule = expected.find(([pattern]) => pattern.test(kind));
    expect(rule, `no expectation for ${kind}`).toBeDefined();
    expect(events[0]).toSatisfy(rule?.[1] ?? (() => false));
    for (const event of events) {
      if (event.type === 'ignored') expect(event.reason).toMatch(/\S/);
      else if ('externalId' in event) expect(event.externalId).not.toBe('');
      if (event.type === 'message') expect(event.sender.address).not.toBe('');
    }
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
  it.skip('webhooks recorded by others: 81 cases not run, the fixtures folder is missing (TURNO_FIXTURES)', () => {});
}

function isWebhook({ kind }: { kind: string }): boolean {
  return kind.startsWith('webhook');
}
