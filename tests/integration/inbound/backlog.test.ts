import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { InboundMessage } from '../../../src-backend/channels/contract.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { idIn, type Operation, openOperation } from '../core/operation.ts';
import { storeOpener } from '../stores.ts';

const plan = {
  departments: [{ id: 'suporte' }],
  people: [{ id: 'ana', departments: ['suporte'] }],
};

/** A node that can store and cannot apply, as when its transactions are cut off, until `mend`. */
function breakable(store: Store): { store: Store; broken(is: boolean, code?: string): void } {
  let broken = false;
  let error = new Error();
  const db = new Proxy(store.db, {
    get(target, name) {
      if (name === 'transaction' && broken) throw error;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return {
    store: { ...store, db },
    broken: (is, code) => {
      broken = is;
      error = Object.assign(new Error('the transaction failed'), code === undefined ? {} : { code });
    },
  };
}

const message = (text: string, address = '5511987654321'): InboundMessage => ({
  type: 'message',
  externalId: randomUUID(),
  sender: { address, phone: address, profileName: 'Maria' },
  kind: 'text',
  text,
  media: null,
  unknownKind: null,
  quotedExternalId: null,
  providerAt: null,
});

describe('what a node stored and could not apply', () => {
  const openTestStore = storeOpener('server');
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function twoNodes() {
    const { store, openNode } = await openTestStore();
    const other = breakable(await openNode());
    const here = await openOperation(store, plan);
    closers.push(() => here.close());
    const there = await openOperation(other.store, plan, undefined, here.workspaceId);
    closers.push(() => there.close());
    return { here, there, broken: other.broken };
  }
  const accept = (node: Operation, ...events: InboundMessage[]) =>
    node.core.door.accept(idIn(node, 'connection-suporte'), events);
  const texts = async ({ store, workspaceId }: Operation) =>
    (
      await store.db
        .selectFrom('message')
        .select('text')
        .where('workspace_id', '=', workspaceId)
        .where('direction', '=', 'inbound')
        .orderBy('position')
        .execute()
    ).map(({ text }) => text);

  it('is not overtaken by what its customer writes next, though that comes to another node', async () => {
    const { here, there, broken } = await twoNodes();
    broken(true);
    await accept(there, message('primeira'), message('segunda'));
    await accept(here, message('terceira'));
    expect(await texts(here)).toEqual(['primeira', 'segunda', 'terceira']);
    broken(false);
    await there.core.inbound.settle();
    expect(await texts(here)).toEqual(['primeira', 'segunda', 'terceira']);
  });

  it('is not set aside, however often it was tried, when only the database is to blame', async () => {
    const { here, there, broken } = await twoNodes();
    // The disk is full, for so long that an event of its own fault would be given up.
    broken(true, '53100');
    await accept(there, message('no disco cheio'));
    for (let n = 0; n < 12; n += 1) await there.core.inbound.settle();
    broken(false);
    await there.core.inbound.settle();
    expect(await texts(here)).toEqual(['no disco cheio']);
  });

  it('is applied by the next arrival on the same node too, which from then on applies at once again', async () => {
    const { there, broken } = await twoNodes();
    broken(true);
    for (const text of ['1', '2', '3']) await accept(there, message(text));
    broken(false);
    await accept(there, message('4'));
    await accept(there, message('5'));
    expect(await texts(there)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('holds up nobody when it fails whoever tries', async () => {
    const { here } = await twoNodes();
    // Of a form that no channel gives: applying it is a defect.
    const hopeless = { ...message('nunca'), sender: null } as unknown as InboundMessage;
    await accept(here, hopeless);
    await accept(here, message('depois'));
    await expect.poll(() => texts(here)).toEqual(['depois']);
    for (let n = 0; n < 5; n += 1) await here.core.inbound.settle();
    const rows = await here.store.db
      .selectFrom('inbound')
      .select(['state', 'tries'])
      .where('workspace_id', '=', here.workspaceId)
      .execute();
    expect(rows).toEqual([{ state: 'failed', tries: 5 }]);
    await accept(here, message('mais tarde'));
    await expect.poll(() => texts(here)).toEqual(['depois', 'mais tarde']);
  });
});
