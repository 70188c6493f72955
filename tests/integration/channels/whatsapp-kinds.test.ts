import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboundMessage, ProviderTemplate } from '../../../src-backend/channels/contract.ts';
import { TemplatesRefused } from '../../../src-backend/channels/whatsapp/templates.ts';
import type { TemplateValues } from '../../../src-shared/protocol/templates.ts';
import { emptyTemplateValues } from '../../../src-shared/rules/template.ts';
import { demoTemplates } from '../../simulators/graph-api/demo-templates.ts';
import { openWhatsAppDesk, type WhatsAppDesk } from './whatsapp-desk.ts';

const phone = '5531988887777';
const to = { address: phone, phone, profileName: null };

describe('every kind of message by WhatsApp', () => {
  let desk: WhatsAppDesk;
  beforeEach(async () => {
    desk = await openWhatsAppDesk({ graph: { templates: demoTemplates } });
    await desk.graph.customerWrites({ waId: phone, name: 'Ana', text: 'oi' }).delivered;
  });
  afterEach(() => desk.close());

  let count = 0;
  const send = (part: Partial<OutboundMessage>) => {
    count += 1;
    const id = `0198a000-0000-7000-8000-${String(count).padStart(12, '0')}`;
    return desk.channel.send(desk.connection, {
      id,
      to,
      kind: 'text',
      text: null,
      media: null,
      quotedExternalId: null,
      ...part,
    });
  };
  const last = () => desk.graph.businessMessages().at(-1);
  const file = (mime: string, bytes = new Uint8Array(32), more: { name?: string; voice?: boolean } = {}) => ({
    mime,
    name: more.name ?? null,
    voice: more.voice ?? false,
    read: async () => bytes,
  });
  const templates = () => desk.channel.templates?.(desk.connection) ?? Promise.resolve([]);
  const template = async (name: string, values: Partial<TemplateValues>) => {
    const found: ProviderTemplate | undefined = (await templates()).find((one) => one.name === name);
    if (found === undefined) throw new Error(`no template ${name}`);
    return {
      template: { ...found, id: name, connectionId: desk.connection.id, version: 1 },
      values: { ...emptyTemplateValues, ...values },
    };
  };

  it('a recorded sound is a voice note, any other sound a sound', async () => {
    await send({ kind: 'audio', media: file('audio/ogg', undefined, { voice: true }) });
    expect(last()).toMatchObject({ kind: 'audio', media: { voice: true, mime: 'audio/ogg; codecs=opus' } });
    await send({ kind: 'audio', media: file('audio/ogg') });
    expect(last()).toMatchObject({ kind: 'audio', media: { voice: false } });
    await send({ kind: 'audio', media: file('audio/mpeg', undefined, { voice: true }) });
    expect(last()).toMatchObject({ kind: 'audio', media: { voice: false, mime: 'audio/mpeg' } });
  });

  it('a document keeps its name and carries a caption', async () => {
    await send({
      kind: 'document',
      text: 'o boleto',
      media: file('application/pdf', undefined, { name: 'boleto.pdf' }),
    });
    expect(last()).toMatchObject({ kind: 'document', text: 'o boleto', media: { name: 'boleto.pdf' } });
  });

  it('neither sounds nor stickers carry text, and a still sticker is smaller than a moving one', async () => {
    expect(await send({ kind: 'audio', text: 'oi', media: file('audio/mpeg') })).toMatchObject({ outcome: 'failed' });
    expect(await send({ kind: 'sticker', text: 'oi', media: file('image/webp') })).toMatchObject({ outcome: 'failed' });
    const large = new Uint8Array(200 * 1024);
    expect(await send({ kind: 'sticker', media: file('image/webp', large) })).toMatchObject({ code: 'too-large' });
    large.set(Buffer.from('RIFF\0\0\0\0WEBPVP8X'));
    large[20] = 0b10;
    expect(await send({ kind: 'sticker', media: file('image/webp', large) })).toMatchObject({ outcome: 'accepted' });
  });

  it('a medium that is tried again is not uploaded again', async () => {
    let reads = 0;
    const media = { ...file('video/mp4'), read: async () => new Uint8Array(32).fill(++reads) };
    desk.graph.faults.refuseSends(1, 131016);
    const id = 'one-message';
    expect(await send({ id, kind: 'video', media })).toMatchObject({ outcome: 'retry' });
    expect(await send({ id, kind: 'video', media })).toMatchObject({ outcome: 'accepted' });
    expect(reads).toBe(1);
  });

  it('lists all templates over many pages', async () => {
    for (let n = 0; n < 230; n += 1) {
      const components = [{ type: 'BODY', text: 'Oi' }];
      desk.graph.templates.add({ name: `modelo_${n}`, language: 'pt_BR', category: 'UTILITY', components });
    }
    expect(await templates()).toHaveLength(230 + demoTemplates.length);
  });

  it('says by which code the provider refuses to list them', async () => {
    const settings = { ...desk.connection.settings, accessToken: 'expired' };
    await expect(desk.channel.templates?.({ ...desk.connection, settings })).rejects.toMatchObject({ code: '190' });
    await expect(desk.channel.templates?.({ ...desk.connection, settings })).rejects.toBeInstanceOf(TemplatesRefused);
  });

  it('fills numbered and named templates, with text header and the end of an address', async () => {
    const greeting = await template('retomar_atendimento', { body: { '1': 'Ana', '2': '2026-1' } });
    expect(await send({ kind: 'template', template: greeting })).toMatchObject({ outcome: 'accepted' });
    expect(last()?.text).toContain(
      'Olá, Ana! Aqui é da Loja Aurora. Estamos com uma novidade sobre a sua solicitação 2026-1',
    );
    const survey = await template('pesquisa_de_satisfacao', { header: { '1': '2026-1' }, body: { '1': 'Bia' } });
    await send({ kind: 'template', template: survey });
    expect(last()?.template?.header).toBe('Protocolo 2026-1');
    const order = await template('pedido_a_caminho', {
      body: { nome: 'Ana', pedido: 'AU-1', previsao: 'sexta' },
      buttons: { '0': 'AU-1' },
    });
    await send({ kind: 'template', template: order });
    expect(last()?.template?.buttons[0]?.value).toBe('https://aurora.example/rastreio/AU-1');
  });

  it('fills headers with picture, film, document and place, and the code to copy', async () => {
    const offer = await template('colecao_de_verao', { body: { '1': 'Ana', '2': '15%' }, buttons: { '0': 'VERAO15' } });
    expect(await send({ kind: 'template', template: offer })).toMatchObject({ outcome: 'failed', code: 'empty' });
    expect(await send({ kind: 'template', template: offer, media: file('image/jpeg') })).toMatchObject({
      outcome: 'accepted',
    });
    expect(last()).toMatchObject({ media: { mime: 'image/jpeg' }, template: { buttons: [{ value: 'VERAO15' }, {}] } });
    const film = await template('como_montar', { body: { '1': 'Ana', '2': 'Estante' } });
    await send({ kind: 'template', template: film, media: file('video/mp4') });
    expect(last()?.media?.mime).toBe('video/mp4');
    const bill = await template('segunda_via_boleto', { body: { '1': 'Ana', '2': 'R$ 1', '3': 'hoje' } });
    await send({ kind: 'template', template: bill, media: file('application/pdf', undefined, { name: 'boleto.pdf' }) });
    expect(last()?.media).toMatchObject({ mime: 'application/pdf', name: 'boleto.pdf' });
    const location = { latitude: -23.55, longitude: -46.63, name: 'Loja', address: 'Rua A, 1' };
    const pickup = await template('retirada_na_loja', { body: { '1': 'Ana', '2': 'AU-1', '3': 'sexta' }, location });
    await send({ kind: 'template', template: pickup });
    expect(last()?.template?.location).toEqual(location);
  });

  it('sends reactions, and takes them back', async () => {
    const { externalId } = desk.graph.customerWrites({ waId: phone, name: 'Ana', text: 'obrigada' });
    expect(await desk.channel.react?.(desk.connection, to, externalId, '👍')).toMatchObject({ outcome: 'accepted' });
    expect(await desk.channel.react?.(desk.connection, to, externalId, null)).toMatchObject({ outcome: 'accepted' });
    expect(desk.graph.businessMessages().map(({ reaction }) => reaction)).toEqual([
      { targetId: externalId, emoji: '👍' },
      { targetId: externalId, emoji: null },
    ]);
    expect(await desk.channel.react?.(desk.connection, to, 'wamid.none', '👍')).toMatchObject({ code: '131009' });
  });
});
