import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { idIn } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { MOMENT, message, moved, openScene, person, type Scene } from './scene.ts';

describeOnStores('who a customer is', (openTestStore) => {
  let scene: Scene;
  afterEach(() => scene.operation.close());
  const open = async () => {
    scene = await openScene((await openTestStore()).store);
    return scene;
  };
  const writes = (address: string, alias?: string, more = {}) => message(randomUUID(), person(address, alias), more);
  const addressesOf = async () => {
    const contacts = await scene.contacts();
    return contacts.map(({ identities }) => identities.map(({ address }) => address).sort()).sort();
  };
  const activities = async () =>
    (await scene.messages()).flatMap(({ activity }) =>
      activity === null || activity.type === 'queued' ? [] : [activity],
    );

  it('is the same under both spellings of a mobile, and another for a landline that only looks alike', async () => {
    const { arrive } = await open();
    await arrive(writes('5531988887777'));
    await arrive(writes('553188887777'), writes('5531988887777'));
    await arrive(writes('553133334444'), writes('5531933334444'));
    expect(await addressesOf()).toEqual([['553133334444'], ['5531933334444'], ['5531988887777']]);
    expect(await scene.conversations()).toHaveLength(3);
  });

  describe('without a number', () => {
    it('is found again by the business-scoped id, and answered there', async () => {
      const { arrive } = await open();
      await arrive(writes('BR.1502'));
      await arrive(writes('BR.1502'));
      const [contact] = await scene.contacts();
      expect(contact?.identities).toMatchObject([{ address: 'BR.1502', phone: null, profileName: 'Bia' }]);
      expect((await scene.conversations()).map(({ unread }) => unread)).toEqual([2]);
    });

    it('is joined with the number as soon as both are shown, in the conversation that is open', async () => {
      const { arrive } = await open();
      await arrive(writes('BR.1502'));
      await arrive(writes('5511987654321', 'BR.1502'));
      await arrive(writes('BR.1502'), writes('5511987654321'));
      expect(await addressesOf()).toEqual([['5511987654321', 'BR.1502']]);
      const [conversation, ...others] = await scene.conversations();
      expect(others).toEqual([]);
      expect(conversation?.unread).toBe(4);
      const [contact] = await scene.contacts();
      const number = contact?.identities.find(({ phone }) => phone !== null);
      expect(conversation?.identityId).toBe(number?.id);
      const ways = (await scene.messages()).filter(({ direction }) => direction === 'inbound');
      expect(new Set(ways.map(({ identityId }) => identityId)).size).toBe(2);
    });

    it('is known from the first message that shows both', async () => {
      const { arrive } = await open();
      await arrive(writes('5511987654321', 'BR.1502'), writes('BR.1502'));
      expect(await addressesOf()).toEqual([['5511987654321', 'BR.1502']]);
      expect(await scene.conversations()).toHaveLength(1);
    });

    it('is not merged by itself where each address has a contact already', async () => {
      const { arrive } = await open();
      await arrive(writes('BR.1502'), writes('5511987654321'));
      await arrive(writes('5511987654321', 'BR.1502'));
      expect(await addressesOf()).toEqual([['5511987654321'], ['BR.1502']]);
      expect((await scene.conversations()).map(({ unread }) => unread).sort()).toEqual([1, 2]);
    });
  });

  describe('with a new number', () => {
    const [old, fresh] = [person('5511987654321'), person('5521999998888')];

    it('keeps the old one, and the open conversation goes on under the new one', async () => {
      const { arrive } = await open();
      await arrive(writes(old.address));
      const notice = moved(randomUUID(), 'number', old, fresh, 60);
      await arrive(notice);
      await arrive(notice, writes(fresh.address));
      // Written before the change, and late.
      await arrive(writes(old.address));
      expect(await addressesOf()).toEqual([['5511987654321', '5521999998888']]);
      const [conversation, ...others] = await scene.conversations();
      expect(others).toEqual([]);
      expect(conversation?.unread).toBe(3);
      expect(await activities()).toEqual([{ type: 'numberChanged', from: '5511987654321', to: '5521999998888' }]);
      const [contact] = await scene.contacts();
      const identity = contact?.identities.find(({ id }) => id === conversation?.identityId);
      expect(identity).toMatchObject({ address: '5521999998888', phone: '5521999998888' });
    });

    it('is told in one batch with what they wrote before and after', async () => {
      const { arrive } = await open();
      await arrive(
        writes(old.address),
        moved(randomUUID(), 'number', old, fresh, 60),
        writes(old.address, undefined, { providerAt: MOMENT + 1000 }),
        writes(fresh.address, undefined, { providerAt: MOMENT + 90_000 }),
      );
      expect((await scene.conversations()).map(({ unread }) => unread)).toEqual([3]);
    });

    it('whom somebody else has had since writes in a conversation of their own', async () => {
      const { arrive } = await open();
      await arrive(writes(old.address), moved(randomUUID(), 'number', old, fresh, 60));
      await arrive(writes(old.address, undefined, { providerAt: MOMENT + 3_600_000 }));
      expect(await scene.conversations()).toHaveLength(2);
    });

    it('that is another contact’s leaves it there and says so in the history, once', async () => {
      const { arrive } = await open();
      await arrive(writes(old.address), writes(fresh.address));
      const notice = moved(randomUUID(), 'number', old, fresh, 60);
      await arrive(notice);
      await arrive(notice);
      expect(await addressesOf()).toEqual([['5511987654321'], ['5521999998888']]);
      expect(await activities()).toHaveLength(1);
      expect(await scene.conversations()).toHaveLength(2);
    });

    it('brings the business-scoped id that belongs to it, and leaves what nobody here knows alone', async () => {
      const { arrive } = await open();
      await arrive(writes('5511987654321', 'BR.1'));
      await arrive(moved(randomUUID(), 'number', person('5511987654321', 'BR.1'), person('5521999998888', 'BR.2'), 5));
      await arrive(moved(randomUUID(), 'number', person('5531900001111'), person('5531900002222'), 5));
      expect(await addressesOf()).toEqual([['5511987654321', '5521999998888', 'BR.1', 'BR.2']]);
      await arrive(writes('BR.2'));
      expect((await scene.conversations()).map(({ unread }) => unread)).toEqual([2]);
    });
  });

  it('goes on under a changed business-scoped id', async () => {
    const { arrive } = await open();
    await arrive(writes('BR.1'));
    const notice = moved(null, 'user-id', person('BR.1'), person('BR.2'));
    await arrive(notice);
    await arrive(notice);
    await arrive(writes('BR.2'));
    expect(await addressesOf()).toEqual([['BR.1', 'BR.2']]);
    expect((await scene.conversations()).map(({ unread }) => unread)).toEqual([2]);
    expect(await activities()).toEqual([]);
  });

  it('on another device is said in the history, once', async () => {
    const { arrive } = await open();
    await arrive(writes('5511987654321'));
    const notice = moved(randomUUID(), 'security-code', person('5511987654321'), person('5511987654321'));
    await arrive(notice, notice);
    await arrive(notice);
    expect(await activities()).toEqual([{ type: 'identityChanged' }]);
    expect((await scene.conversations())[0]?.unread).toBe(1);
  });

  describe('to whom the business writes from the telephone', () => {
    const echo = (more = {}) => message(randomUUID(), person('5511987654321'), { echo: true, ...more });

    it('is answered in the open conversation, by nobody of the team', async () => {
      const { arrive } = await open();
      await arrive(writes('5511987654321'));
      const answer = echo({ providerAt: MOMENT + 5000, text: 'Já vi aqui!' });
      await arrive(answer);
      await arrive(answer);
      const [conversation] = await scene.conversations();
      expect(conversation).toMatchObject({
        status: 'queued',
        awaitingSince: null,
        unread: 1,
        lastMessage: { direction: 'outbound', text: 'Já vi aqui!', status: 'sent' },
      });
      expect((await scene.messages()).filter(({ direction }) => direction === 'outbound')).toMatchObject([
        { authorId: null, status: 'sent', attempts: [] },
      ]);
    });

    it('still waits when the answer came before what they wrote last', async () => {
      const { arrive } = await open();
      await arrive(writes('5511987654321', undefined, { providerAt: MOMENT + 9000 }));
      await arrive(echo({ providerAt: MOMENT + 5000 }));
      expect((await scene.conversations())[0]?.awaitingSince).not.toBeNull();
    });

    it('does not come into a queue, and the history is there when they write', async () => {
      const { arrive } = await open();
      await arrive(echo());
      await arrive(echo({ providerAt: MOMENT + 1000 }));
      expect((await scene.conversations()).map(({ status }) => status)).toEqual(['finished']);
      await arrive(writes('5511987654321'));
      const conversations = await scene.conversations();
      expect(conversations.map(({ status }) => status)).toEqual(['finished', 'queued']);
      expect(new Set(conversations.map(({ contactId }) => contactId)).size).toBe(1);
    });
  });

  it('has the window from when they wrote, however late it comes', async () => {
    const { arrive, operation } = await open();
    const yesterday = operation.clock.now - 20 * 3_600_000;
    await arrive(writes('5511987654321', undefined, { providerAt: yesterday }));
    expect((await scene.conversations())[0]?.lastInboundAt).toBe(yesterday);
    await arrive(writes('5511987654321', undefined, { providerAt: operation.clock.now + 3_600_000 }));
    await arrive(writes('5511987654321', undefined, { providerAt: yesterday - 1000 }));
    expect((await scene.conversations())[0]?.lastInboundAt).toBe(operation.clock.now);
    expect(idIn(operation, 'suporte')).toBe((await scene.conversations())[0]?.departmentId);
  });
});
