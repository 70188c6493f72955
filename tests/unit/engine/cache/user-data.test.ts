import { describe, expect, it } from 'vitest';
import { openCacheForTest, stored } from './open-cache.ts';

const command = (id: string, name = 'note.add') => ({
  id,
  name,
  args: { conversationId: 'c1', text: 'oi', mentionIds: [] },
  createdAt: 5,
});

describe('drafts', () => {
  it('are kept per conversation and side, over a restart', () => {
    const first = openCacheForTest();
    stored(first.user.writer.saveDraft('c1', 'reply', 'Bom d', 1));
    stored(first.user.writer.saveDraft('c1', 'reply', 'Bom dia', 2));
    stored(first.user.writer.saveDraft('c1', 'note', 'lembrar', 3));
    first.close();
    const { reader } = openCacheForTest({ folder: first.folder, key: first.key }).user;
    expect(reader.draft('c1', 'reply')).toBe('Bom dia');
    expect(reader.draft('c1', 'note')).toBe('lembrar');
    expect(reader.draft('c2', 'reply')).toBe('');
    expect([...reader.withDraft(['c1', 'c2'])]).toEqual(['c1']);
  });

  it('keep subject and copies of an answer by e-mail, over a restart, until it went out', () => {
    const email = { subject: 'Devolução', cc: ['paulo@casa.example'], bcc: ['meio escr'], quoteHistory: true };
    const first = openCacheForTest();
    expect(first.user.reader.emailDraft('c1')).toBeNull();
    stored(first.user.writer.saveEmailDraft('c1', { ...email, subject: 'Dev' }, 1));
    stored(first.user.writer.saveEmailDraft('c1', email, 2));
    first.close();
    const { user } = openCacheForTest({ folder: first.folder, key: first.key });
    expect(user.reader.emailDraft('c1')).toEqual(email);
    expect(user.reader.emailDraft('c2')).toBeNull();
    stored(user.writer.saveEmailDraft('c1', null, 3));
    expect(user.reader.emailDraft('c1')).toBeNull();
  });

  it('tell only when the mark of a card changes', () => {
    const { user, touched } = openCacheForTest();
    stored(user.writer.saveDraft('c1', 'reply', 'B', 1));
    stored(user.writer.saveDraft('c1', 'reply', 'Bo', 2));
    expect(touched).toHaveLength(1);
    stored(user.writer.saveDraft('c1', 'reply', '', 3));
    expect(touched).toHaveLength(2);
    expect(user.reader.withDraft(['c1']).size).toBe(0);
  });
});

describe('the outbox', () => {
  it('keeps the order of writing and takes a command once', () => {
    const { user } = openCacheForTest();
    for (const id of ['b', 'a', 'b', 'c']) stored(user.writer.enqueue(command(id)));
    expect(user.reader.outbox().map((row) => row.id)).toEqual(['b', 'a', 'c']);
    expect(user.reader.outbox()[0]).toMatchObject({
      ...command('b'),
      state: 'waiting',
      reason: null,
      acceptedAtSeq: null,
    });
  });

  it('what was sent without an answer is still unanswered after a restart', () => {
    const first = openCacheForTest();
    for (const id of ['a', 'b', 'c']) stored(first.user.writer.enqueue(command(id)));
    stored(first.user.writer.markSent('a'));
    stored(first.user.writer.markAccepted('b', 9));
    first.close();
    const { user } = openCacheForTest({ folder: first.folder, key: first.key });
    expect(user.reader.unanswered().map((row) => [row.id, row.state])).toEqual([
      ['a', 'sent'],
      ['c', 'waiting'],
    ]);
  });

  it('an accepted command leaves when the cache holds its effect, not before', () => {
    const { user, touched } = openCacheForTest();
    stored(user.writer.enqueue(command('a')));
    stored(user.writer.markAccepted('a', 9));
    const told = touched.length;
    stored(user.writer.dropAccepted(8));
    expect(user.reader.outbox()).toHaveLength(1);
    expect(touched.length).toBe(told);
    stored(user.writer.dropAccepted(9));
    expect(user.reader.outbox()).toEqual([]);
    expect(touched.at(-1)).toMatchObject({ outbox: true });
    expect(touched.at(-1)?.conversations?.has('c1')).toBe(true);
  });

  it('a refused command stays with its reason until it is discarded', () => {
    const { user } = openCacheForTest();
    stored(user.writer.enqueue(command('a')));
    stored(user.writer.markRefused('a', 'already-finished', 'detalhe'));
    stored(user.writer.dropAccepted(1_000));
    expect(user.reader.outbox()[0]).toMatchObject({ state: 'refused', reason: 'already-finished', detail: 'detalhe' });
    stored(user.writer.discard('a'));
    expect(user.reader.outbox()).toEqual([]);
  });
});

describe('preferences and what the session remembers', () => {
  it('start with defaults, change one by one, and survive', () => {
    const first = openCacheForTest();
    expect(first.user.reader.preferences()).toMatchObject({ theme: 'system', language: 'pt-BR', zoom: 1 });
    stored(first.user.writer.setPreferences({ theme: 'dark', shortcuts: { search: '$mod+f' } }));
    stored(first.user.writer.setMeta('server', 'https://a.example'));
    first.close();
    const { user } = openCacheForTest({ folder: first.folder, key: first.key });
    expect(user.reader.preferences()).toMatchObject({ theme: 'dark', shortcuts: { search: '$mod+f' }, zoom: 1 });
    expect(user.reader.meta('server')).toBe('https://a.example');
    stored(user.writer.setMeta('server', null));
    expect(user.reader.meta('server')).toBeNull();
  });

  it('another account finds no drafts and no outbox, but its preferences', () => {
    const { user } = openCacheForTest();
    stored(user.writer.saveDraft('c1', 'reply', 'x', 1));
    stored(user.writer.saveEmailDraft('c1', { subject: 'x', cc: [], bcc: [], quoteHistory: false }, 1));
    stored(user.writer.enqueue(command('a')));
    stored(user.writer.setPreferences({ density: 'compact' }));
    stored(user.writer.clearPersonal());
    expect(user.reader.draft('c1', 'reply')).toBe('');
    expect(user.reader.emailDraft('c1')).toBeNull();
    expect(user.reader.outbox()).toEqual([]);
    expect(user.reader.preferences().density).toBe('compact');
  });
});
