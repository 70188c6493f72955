import { describe, expect, it } from 'vitest';
import { makeId, makeSecret, passingMemory } from '../../../src-backend/channels/livechat/widget/memory.ts';
import { createOutbox } from '../../../src-backend/channels/livechat/widget/outbox.ts';
import { livechatSendSchema, visitorSecretSchema } from '../../../src-shared/protocol/livechat.ts';

describe('The widget’s outbox', () => {
  it('still holds after a reload what was not confirmed', () => {
    const memory = passingMemory();
    const before = createOutbox(memory, 'k');
    const first = before.addText('um', 1);
    const second = before.addText('dois', 2);
    before.remove(first.id);
    expect(createOutbox(memory, 'k').all()).toEqual([second]);
    before.remove(second.id);
    expect(memory.get('k')).toBeNull();
  });

  it('leaves alone what another tab of the same visitor wrote', () => {
    const memory = passingMemory();
    const tab = createOutbox(memory, 'k');
    const other = createOutbox(memory, 'k');
    tab.addText('desta aba', 1);
    const confirmed = other.addText('da outra', 2);
    other.remove(confirmed.id);
    expect(
      createOutbox(memory, 'k')
        .all()
        .map(({ text }) => text),
    ).toEqual(['desta aba']);
  });

  it('passes over what was refused, and takes it up again when asked', () => {
    const outbox = createOutbox(passingMemory(), 'k');
    const first = outbox.addText('um', 1);
    const second = outbox.addText('dois', 2);
    outbox.change(first.id, { refused: 'text-too-long' });
    expect(outbox.next()?.id).toBe(second.id);
    outbox.change(first.id, { refused: null });
    expect(outbox.next()?.id).toBe(first.id);
  });

  it('does not keep over a reload a picture whose bytes went with the page', () => {
    const memory = passingMemory();
    createOutbox(memory, 'k').addImage(new Blob(['x']), 'foto.png', 1);
    expect(createOutbox(memory, 'k').all()).toEqual([]);
  });

  it.each(['', '{', 'null', '[1]', '[{"id":"x"}]', '{"__proto__":1}'])(
    'starts empty from a spoilt store: %s',
    (spoilt) => {
      const memory = passingMemory();
      memory.set('k', spoilt);
      expect(createOutbox(memory, 'k').all()).toEqual([]);
    },
  );

  it('makes secrets and ids that the backend takes, never the same twice', () => {
    const secrets = new Set(Array.from({ length: 200 }, makeSecret));
    expect(secrets.size).toBe(200);
    for (const secret of secrets) expect(visitorSecretSchema.safeParse(secret).success).toBe(true);
    expect(livechatSendSchema.safeParse({ id: makeId(), text: 'oi', imageId: null }).success).toBe(true);
  });
});
