import { expect, it } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { shop as aShop, setUp } from './shop.ts';

describeOnStores('provisioning forms and the shop', (openTestStore) => {
  const open = async () => setUp((await openTestStore()).store);
  let count = 0;
  const form = (more: object = {}) => {
    count += 1;
    return {
      ...{ channel: 'form', name: 'Fale conosco', department: 'Suporte', key: `contato-${process.pid}-${count}` },
      ...{ answeredBy: ['WhatsApp Loja'], ...more },
    };
  };
  const withForm = (more: object = {}) => {
    const file = aShop();
    return { ...file, connections: [...file.connections, form(more)] };
  };

  it('a form names the connections that answer it, and desktops know them; applied again nothing changes', async () => {
    const { apply, directory } = await open();
    const file = withForm();
    const { workspaceId } = await apply(file);
    const { connections } = await directory(workspaceId);
    const whatsapp = connections.find(({ channel }) => channel === 'whatsapp');
    expect(connections.find(({ channel }) => channel === 'form')?.answeredBy).toEqual([whatsapp?.id]);
    expect((await apply(file)).changed).toBe(0);
  });

  it('a form that could not be answered, or whose address is taken, is refused by its place in the file', async () => {
    const { attempt, apply } = await open();
    const problems = async (more: object) => {
      const result = await attempt(withForm(more));
      return result.ok ? [] : result.problems;
    };
    expect(await problems({ answeredBy: ['Não existe'] })).toEqual([
      'connections[1].answeredBy[0] must be the name of a connection for e-mail or WhatsApp',
    ]);
    expect(await problems({ answeredBy: ['Fale conosco'] })).toHaveLength(1);
    const unanswerable = [{ key: 'nome', kind: 'name', label: 'Nome' }];
    expect(await problems({ fields: unanswerable })).toEqual([expect.stringContaining('nobody could be answered')]);
    expect(await problems({ fields: [{ key: 'website', kind: 'email', label: 'E-mail' }] })).toHaveLength(1);
    expect(await problems({ origins: ['https://loja.example/contato'] })).toHaveLength(1);
    const { connections } = await (async () => {
      const file = withForm();
      await apply(file);
      return file;
    })();
    const taken = connections.flatMap((one) => ('key' in one ? [one.key] : []));
    expect(await problems({ key: taken[0] })).toEqual([expect.stringContaining('another form')]);
  });

  it('a shop is kept as the file says, taken away by null, and left alone where nothing is said', async () => {
    const { store } = await openTestStore();
    const { apply } = setUp(store);
    const file = aShop();
    const shop = { name: 'Loja', baseUrl: 'https://loja.example/api', token: { env: 'SHOP_TOKEN' } };
    const { workspaceId } = await apply({ ...file, shop });
    const kept = async () =>
      (await store.db.selectFrom('shop').select('settings').where('workspace_id', '=', workspaceId).executeTakeFirst())
        ?.settings;
    expect(await kept()).toMatchObject({ name: 'Loja', token: 'EAAG-token', orders: 'orders' });
    expect((await apply({ ...file, shop })).changed).toBe(0);
    await apply(file);
    expect(await kept()).toMatchObject({ name: 'Loja' });
    expect((await apply({ ...file, shop: null })).changed).toBe(1);
    expect(await kept()).toBeUndefined();
  });
});
