import { expect, it } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { idIn, openOperation, type Plan, scriptedAdapter } from './operation.ts';

const plan: Plan = { departments: [{ id: 'suporte' }], people: [{ id: 'ana', departments: ['suporte'] }] };

describeOnStores('what a message ends with', (openTestStore) => {
  it('is told to who writes it, and nobody of another workspace', async () => {
    const { store } = await openTestStore();
    const signing = {
      ...scriptedAdapter([], []),
      signature: (_settings: unknown, author: { authorName?: string | null }) => `${author.authorName}, Loja Aurora`,
    };
    const operation = await openOperation(store, plan, { adapter: signing, settings: {} });
    const other = await openOperation(store, plan);
    const ask = (by: typeof operation, of: typeof operation) =>
      by.core.queries.run(
        { workspaceId: by.workspaceId, personId: idIn(by, 'ana') },
        { name: 'connection.signature', args: { connectionId: idIn(of, 'connection-suporte') } },
      );
    expect(await ask(operation, operation)).toEqual({ ok: true, value: { text: 'ana, Loja Aurora' } });
    expect(await ask(other, operation)).toEqual({ ok: false, reason: 'not-found' });
    expect(await ask(other, other)).toEqual({ ok: true, value: { text: null } });
    await operation.close();
    await other.close();
  });
});
