import { afterEach, expect, it } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { conversations, idIn, messages, type Plan, until } from './operation.ts';
import { chosen, type Desk, openDesk } from './starting.ts';

const plan: Plan = {
  departments: [{ id: 'suporte' }, { id: 'vendas' }],
  people: [
    { id: 'ana', departments: ['suporte'] },
    { id: 'vera', departments: ['vendas'] },
    { id: 'novo', departments: [] },
  ],
};
const NUMBER = '11987654321';
const words = { body: { '1': 'Mariana' } };

describeOnStores('a conversation that cannot begin', (openTestStore) => {
  let desk: Desk;
  afterEach(() => desk.close());
  const open = async (more: Partial<Plan> = {}) => {
    desk = await openDesk((await openTestStore()).store, { ...plan, ...more });
  };

  it('says so for a number that cannot be one', async () => {
    await open();
    for (const number of ['1199999999', '1099999999', '2099999999', '11212345678', '11612345678']) {
      expect(await desk.check('ana', number)).toEqual({
        ok: true,
        value: { allowed: false, reason: 'invalid-number' },
      });
      expect(await desk.start('ana', number)).toMatchObject({ ok: false, reason: 'invalid-number' });
    }
  });

  it('says so for a channel that does not begin conversations, and for a connection that is not there', async () => {
    await open({ capabilities: { templates: false } });
    expect(await desk.check('ana', NUMBER)).toEqual({ ok: true, value: { allowed: false, reason: 'not-supported' } });
    expect(await desk.start('ana', NUMBER)).toMatchObject({ reason: 'not-supported' });
    expect(await desk.check('ana', NUMBER, 'nowhere')).toEqual({ ok: false, reason: 'not-found' });
    expect(await desk.start('ana', NUMBER, { department: 'nowhere' })).toMatchObject({ reason: 'target-unavailable' });
  });

  it('never goes through the connection of another workspace', async () => {
    await open();
    const foreign = desk;
    await open();
    const reply = await desk.command('ana', 'conversation.start', {
      connectionId: foreign.connection('suporte'),
      to: { kind: 'phone', number: NUMBER },
      template: null,
    });
    expect(reply).toMatchObject({ ok: false, reason: 'target-unavailable' });
    await foreign.close();
  });

  it('belongs to the connection’s department, else to the agent’s own, and needs one', async () => {
    await open();
    const template = chosen(await desk.template(), words);
    expect(await desk.start('vera', NUMBER, { template })).toMatchObject({ ok: true });
    expect((await conversations(desk))[0]).toMatchObject({ department_id: idIn(desk, 'vendas') });
    expect(await desk.check('novo', '11987650000')).toMatchObject({
      value: { allowed: false, reason: 'no-department' },
    });
    expect(await desk.start('novo', '11987650000', { template })).toMatchObject({ reason: 'no-department' });
  });

  it('takes only approved templates of that connection, that we understand whole', async () => {
    await open();
    const others = [
      await desk.template({ status: 'paused' }),
      await desk.template({ status: 'rejected' }),
      await desk.template({ status: 'deleted' }),
      await desk.template({ unsupported: 'carousel' }),
      await desk.template({}, 'vendas'),
      'unknown',
    ];
    for (const templateId of others) {
      expect(await desk.start('ana', NUMBER, { template: chosen(templateId, words) })).toMatchObject({
        ok: false,
        reason: 'template-unavailable',
      });
    }
    expect(await conversations(desk)).toEqual([]);
  });

  it('is told which value the provider would refuse, and nothing of the value', async () => {
    await open();
    const templateId = await desk.template();
    const refusal = async (value: string) =>
      desk.start('ana', NUMBER, { template: chosen(templateId, { body: { '1': value } }) });
    expect(await refusal('')).toMatchObject({ reason: 'template-values', detail: 'body.1 empty' });
    expect(await refusal('a\nb')).toMatchObject({ reason: 'template-values', detail: 'body.1 newline' });
    expect(await refusal('a\tb')).toMatchObject({ reason: 'template-values', detail: 'body.1 tab' });
    expect(await refusal('a     b')).toMatchObject({ reason: 'template-values', detail: 'body.1 spaces' });
    expect(await refusal('a'.repeat(1_020))).toMatchObject({ reason: 'template-values', detail: 'body.1 too-long' });
    expect(await conversations(desk)).toEqual([]);
  });

  it('a file as header is an upload of this workspace that was not sent yet, and of the right kind', async () => {
    await open();
    const templateId = await desk.template({ header: { kind: 'image' } });
    const withHeader = (mediaId: string | null) =>
      desk.start('ana', NUMBER, { template: chosen(templateId, { ...words, mediaId }) });
    expect(await withHeader(null)).toMatchObject({ reason: 'template-values', detail: 'header.media missing-media' });
    expect(await withHeader('unknown')).toMatchObject({ reason: 'not-found', detail: 'media' });
    expect(await withHeader(await desk.upload('application/pdf'))).toMatchObject({ reason: 'media-not-allowed' });
    const image = await desk.upload('image/png');
    const reply = await withHeader(image);
    const [row] = await conversations(desk);
    expect(reply).toMatchObject({ ok: true, conversationId: row?.id });
    const message = (await messages(desk, row?.id ?? '')).find((candidate) => candidate.kind === 'template');
    expect(message?.media).toMatchObject({ id: image, mime: 'image/png' });
    await until(() => desk.sent.length === 1);
    // The same file once more, into the same conversation.
    expect(await withHeader(image)).toMatchObject({ reason: 'not-found', detail: 'media' });
  });

  it('a place as header travels with its coordinates', async () => {
    await open();
    const templateId = await desk.template({ header: { kind: 'location' } });
    const location = { latitude: -23.55, longitude: -46.63, name: 'Loja', address: 'Rua A' };
    expect(await desk.start('ana', NUMBER, { template: chosen(templateId, words) })).toMatchObject({
      reason: 'template-values',
      detail: 'header.location missing-location',
    });
    expect(await desk.start('ana', NUMBER, { template: chosen(templateId, { ...words, location }) })).toMatchObject({
      ok: true,
    });
    const [row] = await conversations(desk);
    expect((await messages(desk, row?.id ?? '')).at(-1)).toMatchObject({ content: { values: { location } } });
  });

  it('leaves no trace of a refused attempt', async () => {
    await open();
    const head = async () =>
      (
        await desk.store.db
          .selectFrom('workspace_log')
          .select('seq')
          .where('workspace_id', '=', desk.workspaceId)
          .executeTakeFirst()
      )?.seq;
    const before = await head();
    await desk.start('ana', NUMBER);
    await desk.start('ana', NUMBER, { template: chosen('unknown') });
    expect(await head()).toBe(before);
  });
});
