import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../src-backend/channels/livechat/widget/rows.ts';
import type { SessionState } from '../../../src-backend/channels/livechat/widget/session.ts';
import { chooseLanguage, languages } from '../../../src-backend/channels/livechat/widget/words.ts';

const now = new Date(2026, 10, 21, 15, 0).getTime();
const yesterday = now - 86_400_000;
const texts = { words: languages['pt-BR'], language: 'pt-BR', now } as const;

const state = (part: Partial<SessionState>): SessionState => ({
  line: 'online',
  refusal: null,
  entries: [],
  outgoing: [],
  earlier: false,
  unread: 0,
  typing: false,
  agentName: null,
  title: null,
  greeting: null,
  ...part,
});
const said = (id: string, kind: 'visitor' | 'agent', at: number, agentName: string | null = null) => {
  const content = { id, position: 1, version: 1, at, text: id, image: null };
  return kind === 'visitor'
    ? ({ kind, ...content, status: 'read' } as const)
    : ({ kind, ...content, status: 'sent', agentName } as const);
};
const waiting = (id: string) => ({ id, text: id, image: null, at: now, refused: null });

describe('The lines of the widget’s log', () => {
  it('start each day with its name and each person with theirs', () => {
    const rows = rowsOf(
      state({
        entries: [
          said('a', 'visitor', yesterday),
          said('b', 'agent', now, 'Ana'),
          said('c', 'agent', now, 'Ana'),
          said('d', 'agent', now, 'Bruno'),
        ],
      }),
      texts,
    );
    expect(rows.map((row) => (row.kind === 'message' ? row.author : row.text))).toEqual([
      'Ontem',
      null,
      'Hoje',
      'Ana',
      null,
      'Bruno',
    ]);
    expect(rows[1]).toMatchObject({ mine: true, meta: '15:00 · Lida' });
  });

  it('say what becomes of a message that is not confirmed', () => {
    const meta = (part: Partial<SessionState>) => {
      const row = rowsOf(state(part), texts).at(-1);
      return row?.kind === 'message' ? row.meta : null;
    };
    expect(meta({ outgoing: [waiting('x')] })).toBe('Enviando');
    expect(meta({ outgoing: [waiting('x')], line: 'offline' })).toBe('Aguardando conexão');
    expect(meta({ outgoing: [{ ...waiting('x'), refused: 'rate-limited' }] })).toBe(
      'Não enviada: muitas mensagens em pouco tempo',
    );
    const image = { blob: new Blob(['x']), name: null, stored: null, progress: 0.456 };
    expect(meta({ outgoing: [{ ...waiting('x'), text: null, image }] })).toBe('Enviando 46%');
  });

  it('never show a message twice while its confirmation and its entry cross', () => {
    const rows = rowsOf(state({ entries: [said('x', 'visitor', now)], outgoing: [waiting('x')] }), texts);
    expect(rows.filter((row) => row.key === 'x')).toHaveLength(1);
  });
});

describe('The widget’s language', () => {
  it.each([
    [['pt-PT'], 'pt-BR'],
    [['es-AR', 'pt-BR'], 'es'],
    [['de', 'en-US'], 'en'],
    [['ja'], 'pt-BR'],
    [[], 'pt-BR'],
  ])('for %j is %s', (wished, expected) => {
    expect(chooseLanguage(wished)).toBe(expected);
  });

  it('has every sentence in every language, none left in Portuguese', () => {
    const { 'pt-BR': pt, en, es } = languages;
    for (const other of [en, es]) {
      expect(other.offline).not.toBe(pt.offline);
      for (const reason of Object.values(other.reasons)) expect(reason).toMatch(/\S/);
      expect(other.finished('2026-1')).toContain('2026-1');
    }
  });
});
