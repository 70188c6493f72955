import { afterEach, expect, it } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { conversations, messages, type Operation, openOperation, type Plan } from './operation.ts';

const plan: Plan = {
  departments: [{ id: 'suporte', automatic: true }],
  people: [{ id: 'ana', departments: ['suporte'], capacity: 3 }],
};

describeOnStores('a reply written on a stale history (B8)', (openTestStore) => {
  let operation: Operation;
  afterEach(() => operation.close());

  const begin = async () => {
    operation = await openOperation((await openTestStore()).store, plan);
    const maria = operation.customer('Maria');
    await maria.writes('oi');
    const id = (await conversations(operation))[0]?.id ?? '';
    const position = async () => Math.max(...(await messages(operation, id)).map((message) => message.position));
    const reply = (seenPosition?: number) =>
      operation.command('ana', 'message.send', {
        ...{ conversationId: id, text: 'Pois não?', mediaId: null, quotedMessageId: null },
        ...(seenPosition === undefined ? {} : { seenPosition }),
      });
    return { maria, position, reply };
  };

  it('is refused until it is confirmed', async () => {
    const { maria, position, reply } = await begin();
    const seen = await position();
    await maria.writes('na verdade, quero cancelar tudo');
    operation.clock.now += 10_000;
    expect(await reply(seen)).toMatchObject({ ok: false, reason: 'stale-history' });
    expect(operation.sent).toEqual([]);
    expect(await reply()).toMatchObject({ ok: true });
    expect(await reply(await position())).toMatchObject({ ok: true });
  });

  it('what arrives in the moment of pressing Enter, and the writer’s own words, do not make it stale', async () => {
    const { maria, position, reply } = await begin();
    const seen = await position();
    expect(await reply(seen)).toMatchObject({ ok: true });
    operation.clock.now += 60_000;
    expect(await reply(seen)).toMatchObject({ ok: true });
    await maria.writes('obrigada');
    expect(await reply(seen)).toMatchObject({ ok: true });
  });
});
