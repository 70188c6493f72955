import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainIdentity, plainMedia } from '../../../../src-shared/protocol/defaults.ts';
import { contactOf, directoryItems, items, noon } from '../cache/entities.ts';
import { openCacheForTest, stored } from '../cache/open-cache.ts';

function workspace() {
  const opened = openCacheForTest();
  const phone = '551140001234';
  const identities = [
    { id: 'r', channel: 'whatsapp' as const, address: phone, phone, profileName: 'Ritinha', ...plainIdentity },
  ];
  const setup = [
    ...directoryItems(),
    items.contact(),
    items.contact({ id: 'rita', name: 'Rita Gonçalves', identities }),
    items.conversation({ id: 'c1', protocol: '2026-0048213' }),
    items.conversation({ id: 'c0', protocol: '2026-0000007', createdAt: noon - 5 }),
    items.conversation({ id: 'c2', protocol: '2026-0048300', contactId: 'rita' }),
    items.message({ id: 'm1', position: 1, text: 'Quero a devolução do pedido' }),
    items.message({ id: 'm2', position: 3, text: 'O pedido chegou', conversationId: 'c2' }),
    items.message({ id: 'm3', position: 2, text: 'Pedidos atrasados, quero devolver', conversationId: 'c0' }),
    items.message({
      id: 'm4',
      position: 4,
      text: null,
      kind: 'document',
      media: {
        id: 'x',
        mime: 'application/pdf',
        bytes: 1,
        name: 'nota-fiscal.pdf',
        width: null,
        height: null,
        state: 'ready',
        ...plainMedia,
      },
    }),
  ];
  const place = { type: 'location' as const, latitude: -8, longitude: -34, name: 'Shopping Recife', address: null };
  const card = {
    name: 'Paulo Cavalcanti',
    organization: null,
    phones: [{ number: '+55 81 99123-4567', label: null }],
    emails: [],
  };
  setup.push(
    items.message({ id: 'm5', position: 5, text: null, kind: 'location', content: place }),
    items.message({
      id: 'm6',
      position: 6,
      text: null,
      kind: 'contacts',
      content: { type: 'contacts', cards: [card] },
    }),
  );
  stored(opened.cache.writer.applyItems(setup, { cursor: 5, logId: 'log' }));
  const { reader } = opened.cache;
  return {
    ...opened,
    found: (text: string, limit = 50) =>
      reader.search(text, limit).hits.map((hit) => hit.message?.id ?? `${hit.conversationId}`),
    reader,
  };
}

describe('searching this machine', () => {
  it.each([
    ['pedido', ['m2', 'm3', 'm1']],
    ['ped', ['m2', 'm3', 'm1']],
    ['PEDIDO quero', ['m3', 'm1']],
    ['devolucao', ['m1']],
    ['devol', ['m3', 'm1']],
    ['quer devo', ['m3', 'm1']],
    ['pedido inexistente', []],
    ['nota fiscal', ['m4']],
    ['shopping recife', ['m5']],
    ['cavalcanti', ['m6']],
    ['99123-4567', ['m6']],
    ['5581991234567', ['m6']],
    ['o', ['m2']],
    ['pedido d', ['m3', 'm1']],
    ['a d', []],
    ['', []],
    ['  "* ', []],
  ])('«%s» finds messages, newest first', (text, expected) => {
    expect(workspace().found(text)).toEqual(expected);
  });

  it.each([
    ['goncalves', ['c2']],
    ['rit', ['c2']],
    ['ritinha', ['c2']],
    ['joao', ['c1']],
    ['(11) 98765-4321', ['c1']],
    ['11987', ['c1']],
    ['1187654321', ['c1']],
    ['+55 11 4000-1234', ['c2']],
    ['1234', ['c2']],
    ['2026-0048213', ['c1']],
    ['0048213', ['c1']],
    ['48213', ['c1']],
    ['2026-0048', ['c2', 'c1']],
  ])('«%s» finds contacts and protocols', (text, expected) => {
    expect(workspace().found(text)).toEqual(expected);
  });

  it('whoever is called so comes before newer customers who only live in such a place, and is not pushed out by them', () => {
    const { cache } = openCacheForTest();
    const others = Array.from({ length: 15 }, (_, index) => `other-${index}`);
    const setup = [
      ...directoryItems(),
      items.contact({ id: 'jose', name: 'José Gonçalves', identities: [] }),
      items.conversation({ id: 'c-jose', protocol: '2026-0000001', contactId: 'jose', createdAt: noon - 1_000 }),
      ...others.flatMap((id, index) => [
        items.contact({ id, name: `Rui Gonçalves ${index}`, identities: [], fields: { city: 'São José dos Campos' } }),
        items.conversation({ id: `c-${id}`, protocol: `2026-00010${index}`, contactId: id, createdAt: noon + index }),
      ]),
    ];
    stored(cache.writer.applyItems(setup, { cursor: 5, logId: 'log' }));
    const { hits } = cache.reader.search('jose goncalves', 50);
    expect(hits.map(({ title }) => title).slice(0, 2)).toEqual(['José Gonçalves', 'Rui Gonçalves 14']);
    expect(hits).toHaveLength(10);
  });

  it('a contact is shown once, with its newest conversation; a protocol shows its own', () => {
    const { found } = workspace();
    expect(found('conceicao')).toEqual(['c1']);
    expect(found('2026-0000007')).toEqual(['c0']);
  });

  it('a hit shows where it matched', () => {
    const { reader } = workspace();
    expect(reader.search('devolução', 5).hits[0]).toEqual({
      conversationId: 'c1',
      title: 'João Conceição',
      channel: 'whatsapp',
      protocol: '2026-0048213',
      status: 'queued',
      message: { id: 'm1', position: 1, at: noon, direction: 'inbound' },
      excerpt: 'Quero a devolução do pedido',
      marks: [[8, 17]],
      count: 1,
    });
    expect(reader.search('ritin', 5).hits[0]).toMatchObject({
      title: 'Rita Gonçalves',
      excerpt: 'Ritinha',
      marks: [[0, 5]],
    });
    expect(reader.search('1140001', 5).hits[0]?.message).toBeNull();
  });

  it('follows what changes: an edited text is found by its new words only', () => {
    const { found, cache } = workspace();
    stored(cache.writer.applyItems([items.message({ id: 'm1', position: 1, text: 'Tudo certo', version: 90 })], null));
    expect(found('devolucao')).toEqual([]);
    expect(found('certo')).toEqual(['m1']);
    stored(cache.writer.applyItems([{ type: 'contact', contact: contactOf({ name: 'Pedro', version: 9 }) }], null));
    expect(found('conceicao')).toEqual([]);
    expect(found('pedro')).toEqual(['c1']);
  });

  it('finds a rare word among a thousand messages that begin alike, and stops at the limit', () => {
    const { found, cache, reader } = workspace();
    const many = Array.from({ length: 1000 }, (_, n) =>
      items.message({ id: `x${n}`, position: 100 + n, text: 'pedicure' }),
    );
    stored(cache.writer.applyItems(many, null));
    expect(found('pedido')).toEqual(['m2', 'm3', 'm1']);
    expect(found('pedic')).toEqual(['x999']);
    expect(found('ped', 1)).toHaveLength(1);
    const inside = reader.search('pedic', 7, 'c1').hits.map((hit) => hit.message?.id);
    expect(inside).toEqual(['x999', 'x998', 'x997', 'x996', 'x995', 'x994', 'x993']);
  });

  it('shows each conversation once, by its newest message, and says how many it has', () => {
    const { cache, reader } = workspace();
    const more = [
      items.message({ id: 'n1', position: 200, text: 'Pedido trocado', conversationId: 'c2' }),
      items.message({ id: 'n2', position: 201, text: 'Outro pedido', conversationId: 'c0' }),
    ];
    stored(cache.writer.applyItems(more, null));
    const { hits, partial } = reader.search('pedido', 50);
    expect(hits.map((hit) => [hit.conversationId, hit.message?.id, hit.count])).toEqual([
      ['c0', 'n2', 2],
      ['c2', 'n1', 2],
      ['c1', 'm1', 1],
    ]);
    expect(partial).toBeUndefined();
    expect(reader.search('pedido', 50, 'c2').hits.map((hit) => hit.message?.id)).toEqual(['n1', 'm2']);
    expect(reader.search('pedido', 50, 'gone').hits).toEqual([]);
  });

  it('finds quoted words only side by side, and says when it did not look at all older messages', () => {
    const { found, cache, reader } = workspace();
    expect(found('"pedido chegou"')).toEqual(['m2']);
    expect(found('"chegou pedido"')).toEqual([]);
    expect(found('"pedido"')).toEqual(['m2', 'm1']);
    const many = Array.from({ length: 1_600 }, (_, n) =>
      items.message({ id: `y${n}`, position: 300 + n, text: 'chegou o pedido' }),
    );
    stored(cache.writer.applyItems(many, null));
    expect(reader.search('"pedido chegou"', 50)).toEqual({ hits: [], partial: true });
  });

  it('finds numbers in messages however they are spelled', () => {
    const { found, cache } = workspace();
    const told = [
      items.message({ id: 'cpf', position: 210, text: 'Meu CPF é 529.982.247-25' }),
      items.message({ id: 'fone', position: 211, text: 'Ligue 81 98888 7777', conversationId: 'c2' }),
    ];
    stored(cache.writer.applyItems(told, null));
    for (const typed of ['52998224725', '529.982.247-25', '529.98']) expect(found(typed)).toEqual(['cpf']);
    for (const typed of ['+5581988887777', '(81) 8888-7777', '988887777', '7777'])
      expect(found(typed)).toEqual(['fone']);
  });

  it('finds contacts by custom fields and notes, shown as people write them', () => {
    const { cache, reader } = workspace();
    const contact = contactOf({
      fields: { documento: '52998224725' },
      notes: [{ id: 'n', text: 'Prefere ser chamado de Jota', authorId: 'ana', at: noon }],
      version: 7,
    });
    stored(cache.writer.applyItems([{ type: 'contact', contact }], null));
    expect(reader.search('529982', 5).hits[0]).toMatchObject({ excerpt: '529.982.247-25', marks: [[0, 7]] });
    expect(reader.search('"de jota"', 5).hits[0]).toMatchObject({
      conversationId: 'c1',
      excerpt: 'Prefere ser chamado de Jota',
    });
  });

  it('never fails, whatever is typed', () => {
    const { reader } = workspace();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        expect(Array.isArray(reader.search(text, 20).hits)).toBe(true);
      }),
      { numRuns: 500 },
    );
  }, 30_000);
});
