import { describe, expect, it } from 'vitest';
import type { LogItem } from '../../../../src-shared/protocol/log.ts';
import { items, noon } from './entities.ts';
import { eventItem, mergeOf, openWith, rita, ritasMessage, suggestionItem, twoCustomers } from './merging.ts';
import { everyFilter, stored, wholeHistory } from './open-cache.ts';

const everything = { kinds: [], channels: [] };

describe('customers who were merged', () => {
  const merged = () => openWith([...twoCustomers(), rita({ version: 20, merged: mergeOf('joao') })]);

  it('have one title, one set of tags and one record, whichever of them is asked for', () => {
    const { reader } = merged();
    const [first, second] = reader.inboxList(everyFilter, 0, 10).rows;
    expect([first?.title, second?.title]).toEqual(['João Conceição', 'João Conceição']);
    expect(first?.tags.map(({ id }) => id).sort()).toEqual(['troca', 'vip']);
    expect(reader.inboxCounts({ ...everyFilter, tagIds: ['troca'] }).tabs.all).toBe(2);
    const whole = reader.contact('joao');
    expect(reader.contact('rita')).toEqual({ ...whole, mergedInto: 'joao' });
    expect(whole).toMatchObject({ id: 'joao', mergedInto: null });
    expect(whole?.identities.map(({ id, contactId }) => [id, contactId])).toEqual([
      ['joao-wa', 'joao'],
      ['rita-ig', 'rita'],
    ]);
    expect(whole?.recent.map(({ id }) => id)).toEqual(['c2', 'c1']);
    expect(whole?.parts).toMatchObject([{ id: 'rita', title: 'Rita', mergeId: 'into-joao', byName: 'Ana Souza' }]);
  });

  it('are found by the names and addresses of each', () => {
    const { reader } = merged();
    for (const text of ['Rita', 'rita.c', 'João', '11987654321']) {
      expect(
        reader.search(text, 10).hits.map(({ title }) => title),
        text,
      ).toContain('João Conceição');
    }
    expect(reader.historyList({ ...wholeHistory, text: 'Rita' }, 0, 10).total).toBe(0);
  });

  it('show each other’s earlier conversations above the chat', () => {
    const { reader } = merged();
    const separators = reader.chat('c2', 50).items.flatMap((item) => (item.type === 'separator' ? [item] : []));
    expect(separators.map(({ conversationId, channel }) => [conversationId, channel])).toEqual([
      ['c1', 'whatsapp'],
      ['c2', 'livechat'],
    ]);
  });

  it('are what they were once they are separated again, later messages with whom they came through', () => {
    const { reader, apply } = merged();
    const untouched = openWith(twoCustomers());
    apply(ritasMessage('m9', 30, 'sou eu de novo'));
    untouched.apply(ritasMessage('m9', 30, 'sou eu de novo'));
    apply(rita({ version: 40, merged: null }));
    for (const id of ['joao', 'rita']) expect(reader.contact(id)).toEqual(untouched.reader.contact(id));
    for (const id of ['c1', 'c2']) expect(reader.chat(id, 50)).toEqual(untouched.reader.chat(id, 50));
    expect(reader.inboxList(everyFilter, 0, 10)).toEqual(untouched.reader.inboxList(everyFilter, 0, 10));
    expect(reader.search('Rita', 10)).toEqual(untouched.reader.search('Rita', 10));
  });

  it('tell whoever shows one of them when another changes', () => {
    const { touched, apply } = merged();
    touched.length = 0;
    apply(rita({ version: 41, merged: mergeOf('joao'), tagIds: [] }));
    expect(touched[0]?.contacts).toEqual(new Set(['joao', 'rita']));
    touched.length = 0;
    apply(items.conversation({ id: 'c5', contactId: 'rita', createdAt: noon + 900, version: 42 }));
    expect([...(touched[0]?.contacts ?? [])].sort()).toEqual(['joao', 'rita']);
  });

  it('of a chain stay whole while its middle is not here', () => {
    const opened = openWith([
      ...twoCustomers(),
      items.contact({ id: 'zeca', name: 'Zeca', identities: [], version: 9, merged: mergeOf('bete') }),
    ]);
    expect(opened.reader.contact('zeca')).toMatchObject({ id: 'zeca', title: 'Zeca' });
    opened.apply(items.contact({ id: 'bete', name: null, identities: [], version: 10, merged: mergeOf('joao') }));
    expect(opened.reader.contact('zeca')).toMatchObject({ id: 'joao', parts: [{ id: 'bete' }, { id: 'zeca' }] });
    opened.apply({ type: 'leave', conversationIds: [], contactIds: ['bete'] });
    expect(opened.reader.contact('zeca')).toMatchObject({ id: 'zeca', title: 'Zeca', parts: [] });
    expect(opened.reader.contact('joao')?.parts).toEqual([]);
  });
});

describe('«Pode ser a mesma pessoa»', () => {
  it('names the other one, as long as it is open and they are not one', () => {
    const { reader, apply, user } = openWith([...twoCustomers(), suggestionItem()]);
    const seenFrom = (id: string) => reader.contact(id)?.suggestions.map((one) => [one.otherId, one.otherTitle]);
    expect(seenFrom('joao')).toEqual([['rita', 'Rita']]);
    expect(seenFrom('rita')).toEqual([['joao', 'João Conceição']]);
    apply(suggestionItem({ id: 's2', contactIds: ['fora', 'joao'], titles: ['Bete', 'João'], version: 9 }));
    expect(reader.contact('joao')?.suggestions.find(({ id }) => id === 's2')).toMatchObject({
      otherTitle: 'Bete',
      otherKnown: false,
    });
    stored(user.writer.enqueue({ id: 'x', name: 'suggestion.refuse', args: { id: 's2' }, createdAt: noon }));
    expect(seenFrom('joao')).toEqual([['rita', 'Rita']]);
    apply(rita({ version: 20, merged: mergeOf('joao') }));
    expect(seenFrom('joao')).toEqual([]);
    apply(rita({ version: 21 }), suggestionItem({ state: 'refused', version: 22 }));
    expect(seenFrom('joao')).toEqual([]);
  });
});

describe('what waits in the outbox of a record', () => {
  it('is shown as it will be, whichever part it names', () => {
    const { reader, user } = openWith([...twoCustomers(), rita({ version: 20, merged: mergeOf('joao') })]);
    const write = (id: string, name: string, args: unknown) =>
      stored(user.writer.enqueue({ id, name, args, createdAt: noon + 1_000 }));
    write('1', 'contact.rename', { contactId: 'joao', name: 'João e Rita' });
    write('2', 'contact.field', { contactId: 'rita', fieldId: 'city', seen: 'Rio', value: null });
    write('3', 'contact.note', { contactId: 'joao', id: 'n1', text: 'prefere de manhã' });
    const contact = reader.contact('rita');
    expect(contact).toMatchObject({ title: 'João e Rita', name: 'João e Rita', namePending: true });
    expect(contact?.fields.map(({ field, value, pending }) => [field.id, value, pending])).toEqual([
      ['cpf', '1', false],
      ['city', null, true],
    ]);
    expect(contact?.notes).toMatchObject([{ id: 'n1', mine: true, authorName: 'Ana Souza', pending: 'add' }]);
    stored(user.writer.discard('1'));
    expect(reader.contact('joao')).toMatchObject({ name: 'João Conceição', namePending: false });
  });

  it('marks a note that is to be removed, and drops one that was never sent', () => {
    const note = { id: 'n0', text: 'antiga', authorId: 'bia', at: noon };
    const { reader, user } = openWith([...twoCustomers(), items.contact({ notes: [note], version: 30 })]);
    const write = (id: string, name: string, args: unknown) =>
      stored(user.writer.enqueue({ id, name, args, createdAt: noon + 1_000 }));
    write('1', 'contact.note', { contactId: 'joao', id: 'n1', text: 'nova' });
    write('2', 'contact.noteRemove', { contactId: 'joao', id: 'n1' });
    write('3', 'contact.noteRemove', { contactId: 'joao', id: 'n0' });
    expect(reader.contact('joao')?.notes).toMatchObject([{ id: 'n0', pending: 'remove', mine: false }]);
  });
});

describe('the timeline', () => {
  const day = (...more: LogItem[]) =>
    openWith([
      ...twoCustomers(),
      rita({
        version: 20,
        merged: mergeOf('joao'),
        notes: [{ id: 'n', text: 'ligar depois', authorId: 'bia', at: noon + 40 }],
      }),
      eventItem({ type: 'field', fieldId: 'city', from: null, to: 'Rio' }),
      eventItem(
        { type: 'tag', tagId: 'troca', change: 'added' },
        { id: 'e2', contactId: 'rita', at: noon + 3, version: 9 },
      ),
      ...['joao', 'rita'].map((contactId, i) =>
        eventItem(
          { type: 'merged', mergeId: 'into-joao', otherId: 'rita', otherTitle: 'Rita', reasons: [] },
          { id: `e-merge-${i}`, contactId, at: noon + 500, version: 20 + i },
        ),
      ),
      ...more,
    ]);

  it('has everything of all parts once, newest first', () => {
    const { reader } = day();
    const { items: lines, hasMore, contactId } = reader.timeline('rita', everything, 100);
    expect([contactId, hasMore]).toEqual(['joao', false]);
    expect(lines.map(({ kind, at }) => [kind, at - noon])).toEqual([
      ['merge', 500],
      ['field', 100],
      ['note', 40],
      ['message', 7],
      ['field', 3],
      ['message', 0],
      ['message', 0],
    ]);
    const [, field, note, message] = lines;
    expect(field).toMatchObject({ byName: 'Ana Souza', what: { names: { city: 'Cidade' } }, conversation: null });
    expect(note).toMatchObject({ byName: 'Bia Lima', what: { type: 'note', text: 'ligar depois', messageId: null } });
    expect(message).toMatchObject({
      conversation: { id: 'c2', protocol: '2026-0000002', channel: 'livechat', connectionName: 'Chat do site' },
      what: { type: 'message', text: 'e a entrega?', direction: 'inbound' },
    });
  });

  it('can be narrowed to kinds and channels, and grows', () => {
    const { reader } = day();
    const kinds = reader.timeline('joao', { kinds: ['note', 'field'], channels: [] }, 100).items;
    expect(kinds.map(({ kind }) => kind)).toEqual(['field', 'note', 'field']);
    const channel = reader.timeline('joao', { kinds: [], channels: ['livechat'] }, 100).items;
    expect(channel.map(({ id }) => id)).toEqual(['m2']);
    const first = reader.timeline('joao', everything, 2);
    expect([first.items.length, first.hasMore]).toEqual([2, true]);
  });

  it('tells a finishing with its reason, and with what was described last', () => {
    const finished = { type: 'finished', reasonId: 'atraso' } as const;
    const line = { kind: 'activity', direction: 'activity', text: null, authorId: 'ana', activity: finished } as const;
    const { reader } = openWith([
      ...twoCustomers(),
      items.message({ id: 'f1', position: 50, version: 50, createdAt: noon + 50, ...line }),
      items.message({ id: 'f2', position: 60, version: 60, createdAt: noon + 60, ...line }),
      items.conversation({
        ...{ status: 'finished', assigneeId: 'ana', finishedAt: noon + 60, version: 60 },
        qualification: { reasonId: 'atraso', description: 'reenviado', byId: 'ana', at: noon + 60 },
      }),
    ]);
    const told = reader.timeline('joao', { kinds: ['qualification'], channels: [] }, 10).items;
    expect(told.map(({ what }) => what)).toEqual([
      { type: 'qualification', reasonName: 'Atraso', description: 'reenviado', inactivityMinutes: null },
      { type: 'qualification', reasonName: 'Atraso', description: null, inactivityMinutes: null },
    ]);
  });
});
