import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src-main/engine/clock.ts';
import { capabilitiesOf } from '../../../src-main/engine/group/capabilities.ts';
import { readDraft, saveDraft } from '../../../src-main/engine/group/drafts.ts';
import { createReadMark } from '../../../src-main/engine/group/read-mark.ts';
import { silentLog } from '../../../src-main/engine/log.ts';
import { createOutbox } from '../../../src-main/engine/sync/outbox.ts';
import { plainCapabilities } from '../../../src-shared/protocol/defaults.ts';
import { ruleFor } from '../../../src-shared/rules/media-rules.ts';
import { items, noon } from './cache/entities.ts';
import { openWith, secondInFirst, twoCustomers } from './cache/merging.ts';
import { stored } from './cache/open-cache.ts';

const save = (opened: ReturnType<typeof openWith>, conversationId: string, text: string) =>
  stored(saveDraft(opened.reader, opened.user, { conversationId, side: 'reply', text, at: noon }));
const draft = (opened: ReturnType<typeof openWith>, id: string) =>
  readDraft(opened.reader, opened.user.reader, id, 'reply');

describe('a draft of merged conversations', () => {
  it('is the one of the conversation that is shown; what was begun in the other goes on there', () => {
    const opened = openWith(twoCustomers());
    save(opened, 'c2', 'já vou ver');
    opened.apply(secondInFirst(21));
    expect([draft(opened, 'c1'), draft(opened, 'c2')]).toEqual(['já vou ver', 'já vou ver']);
    save(opened, 'c1', 'já vou ver a entrega');
    expect([opened.user.reader.draft('c1', 'reply'), opened.user.reader.draft('c2', 'reply')]).toEqual([
      'já vou ver a entrega',
      '',
    ]);
    save(opened, 'c2', '');
    expect(draft(opened, 'c1')).toBe('');
  });

  it('that nobody touched is back where it was begun once they are separated', () => {
    const opened = openWith(twoCustomers());
    save(opened, 'c2', 'já vou ver');
    const merged = secondInFirst(21);
    opened.apply(merged);
    if (merged.type !== 'conversation') throw new Error('a conversation');
    opened.apply(items.conversation({ ...merged.conversation, merged: null, version: 22 }));
    expect([draft(opened, 'c1'), draft(opened, 'c2')]).toEqual(['', 'já vou ver']);
  });
});

describe('what was read', () => {
  const twoInOne = (behind: () => boolean) => {
    const { reader } = openWith([...twoCustomers(), secondInFirst(21)]);
    const told: unknown[] = [];
    const readMark = createReadMark(
      reader,
      async (args) => {
        told.push(args);
        return { ok: true, queued: true, id: args.conversationId };
      },
      behind,
    );
    return { readMark, told };
  };

  it('is told of everything shown in the conversation', async () => {
    const { readMark, told } = twoInOne(() => false);
    expect(await readMark.mark('c2', 8)).toMatchObject({ id: 'c1' });
    expect(told).toEqual([
      { conversationId: 'c1', position: 8 },
      { conversationId: 'c2', position: 8 },
    ]);
  });

  it('of a backlog is told once, when it is applied', async () => {
    const { readMark, told } = twoInOne(() => true);
    for (const position of [8, 30, 20]) await readMark.mark('c1', position);
    expect(told).toEqual([]);
    readMark.caughtUp();
    readMark.caughtUp();
    expect(told).toEqual([
      { conversationId: 'c1', position: 30 },
      { conversationId: 'c2', position: 30 },
    ]);
  });
});

it('a file may be attached if one of the ways to answer takes it', () => {
  const takes = (kind: 'image' | 'document', mimes: string[], maxBytes: number) => ({
    capabilities: {
      ...plainCapabilities,
      textLimit: 100,
      windowMs: null,
      receipts: [],
      typing: false,
      media: [{ kind, mimes, maxBytes }],
    },
  });
  const both = capabilitiesOf([takes('image', ['image/png'], 5), takes('image', ['image/png', 'image/gif'], 9)]);
  expect(ruleFor(both?.media ?? [], 'image/png')?.maxBytes).toBe(9);
  expect(ruleFor(both?.media ?? [], 'image/gif')?.maxBytes).toBe(9);
  expect(capabilitiesOf([{ capabilities: null }])).toBeNull();
});

it('a transfer waits for an answer on its way through what is shown in the conversation', async () => {
  const { reader, user } = openWith([...twoCustomers(), secondInFirst(21)]);
  const sent: string[] = [];
  const answered = Promise.withResolvers<void>();
  const outbox = createOutbox({
    user,
    line: {
      isUp: () => true,
      isOnline: () => true,
      suspect: () => undefined,
      async send({ name }) {
        sent.push(name);
        if (name === 'message.send') await answered.promise;
        return { ok: true, at: 1 };
      },
    },
    cursor: () => 5,
    shownIn: reader.shownIn,
    ...{ clock: systemClock, random: Math.random, log: silentLog },
  });
  onTestFinished(outbox.stop);
  const message = { conversationId: 'c2', text: 'já vai', mediaId: null, quotedMessageId: null };
  await outbox.perform('message.send', message);
  const transfer = { conversationId: 'c1', to: { kind: 'agent', id: 'bia' }, note: null };
  const transferred = outbox.direct('conversation.transfer', transfer);
  await Promise.resolve();
  expect(sent).toEqual(['message.send']);
  answered.resolve();
  expect(await transferred).toMatchObject({ ok: true });
  expect(sent).toEqual(['message.send', 'conversation.transfer']);
});
