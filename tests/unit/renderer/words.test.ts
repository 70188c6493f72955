import { describe, expect, it } from 'vitest';
import { checkKeys, keysText, normalKeys, pressOf } from '../../../src-renderer/app/actions/keys.ts';
import { initialsOf } from '../../../src-renderer/ui/initials.ts';
import { cardTime, shortSpan, stopwatch } from '../../../src-renderer/ui/times.ts';

const at = (text: string) => new Date(text).getTime();

describe('times on a card', () => {
  const now = at('2026-11-19T14:32:00');
  const card = (time: string) => cardTime(at(time), now, 'pt-BR', 'ontem');

  it('are the hour today, «ontem», the weekday within a week, else the date', () => {
    expect(card('2026-11-19T00:01:00')).toBe('00:01');
    expect(card('2026-11-18T23:59:00')).toBe('ontem');
    expect(card('2026-11-15T10:00:00')).toBe('dom');
    expect(card('2026-10-02T10:00:00')).toBe('02/10');
    expect(card('2025-10-02T10:00:00')).toBe('02/10/25');
  });

  it('take a moment of the future for today, since clocks differ', () => {
    expect(card('2026-11-20T00:10:00')).toBe('00:10');
  });
});

describe('spans', () => {
  it('are short and never nothing', () => {
    expect(shortSpan(0)).toBe('1 min');
    expect(shortSpan(23 * 60_000)).toBe('23 min');
    expect(shortSpan(100 * 60_000)).toBe('1h40');
    expect(shortSpan(3 * 3_600_000)).toBe('3 h');
    expect(shortSpan(72 * 3_600_000)).toBe('3 d');
  });

  it('run as a stopwatch', () => {
    expect(stopwatch(245_000)).toBe('4:05');
    expect(stopwatch(3_729_000)).toBe('1:02:09');
  });
});

describe('initials', () => {
  it('are of the first two names that mean something', () => {
    expect(initialsOf('Mariana Cavalcanti de Albuquerque')).toBe('MC');
    expect(initialsOf('José da Silva')).toBe('JS');
    expect(initialsOf('Visitante 7 · Chat do site')).toBe('V7');
    expect(initialsOf('ana')).toBe('A');
  });

  it('are the DDD of a number', () => {
    expect(initialsOf('(11) 98765-4321')).toBe('11');
    expect(initialsOf('+55 81 99123-4567')).toBe('81');
  });

  it('exist for any name at all', () => {
    expect(initialsOf('🙂🙂')).toBe('?');
    expect(initialsOf('')).toBe('?');
  });
});

describe('shortcut keys', () => {
  const key = (name: string, held: Partial<Record<'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey', true>> = {}) =>
    pressOf({ key: name, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...held });
  const action = (id: string, keys: string | null) => ({
    id,
    label: id,
    group: 'general' as const,
    keys,
    run: () => {},
  });

  it('are read from a key press, and shown as people know them', () => {
    expect(key('k', { ctrlKey: true })).toBe('$mod+k');
    expect(key('?', { shiftKey: true })).toBe('[Shift]+?');
    expect(key('Shift', { shiftKey: true })).toBeNull();
    expect(keysText('$mod+Shift+k')).toBe('Ctrl+Shift+K');
    expect(keysText('g a')).toBe('G A');
  });

  it('are the same however they are written', () => {
    expect(normalKeys('Shift+$mod+K')).toBe(normalKeys('$mod+Shift+k'));
    expect(normalKeys('[Shift]+?')).toBe(normalKeys('?'));
  });

  it('may not be those of another action, by default or by choice, nor those of writing', () => {
    const actions = [action('a', 'j'), action('b', 'k'), action('c', null)];
    expect(checkKeys('j', 'c', actions, {})).toMatchObject({ ok: false, reason: 'taken', by: { id: 'a' } });
    expect(checkKeys('j', 'c', actions, { a: 'x' })).toEqual({ ok: true });
    expect(checkKeys('x', 'c', actions, { a: 'x' })).toMatchObject({ ok: false, reason: 'taken' });
    // «G» alone would fire on the way to «G A».
    expect(checkKeys('g', 'c', [action('d', 'g a')], {})).toMatchObject({ ok: false, reason: 'taken' });
    expect(checkKeys('Enter', 'c', actions, {})).toEqual({ ok: false, reason: 'reserved' });
    expect(checkKeys('j', 'a', actions, {})).toEqual({ ok: true });
  });
});
