import type { SavedText } from '../../../src-shared/protocol/entities.ts';
import {
  fillSavedText,
  type SavedTextSituation,
  type SavedTextVariable,
  savedTextValues,
  unknownVariables,
} from '../../../src-shared/rules/saved-text.ts';

/** A saved text while it is written. */
export interface Draft {
  id: string;
  shortcut: string;
  text: string;
  /** null: for every department. */
  departmentId: string | null;
}

export interface Problems {
  shortcut: 'shortcutEmpty' | 'shortcutInvalid' | 'shortcutTaken' | null;
  text: 'textEmpty' | 'textUnknown' | null;
  /** Names in double braces that are no variables. */
  unknown: string[];
}

export const MAX_SAVED_TEXT = 4_096;
const MAX_SHORTCUT = 40;

export const newDraft = (): Draft => ({ id: crypto.randomUUID(), shortcut: '', text: '', departmentId: null });

export const draftOf = ({ id, shortcut, text, departmentId }: SavedText): Draft => ({
  id,
  shortcut,
  text,
  departmentId,
});

export const sameDraft = (a: Draft, b: Draft): boolean =>
  a.shortcut === b.shortcut && a.text === b.text && a.departmentId === b.departmentId;

/** What the server would refuse, said before. Capitals make no other shortcut. */
export function problemsOf(draft: Draft, all: SavedText[]): Problems {
  const key = keyOf(draft.shortcut);
  const unknown = unknownVariables(draft.text);
  const taken = all.some((saved) => saved.id !== draft.id && keyOf(saved.shortcut) === key);
  return {
    shortcut: key === '' ? 'shortcutEmpty' : isShortcut(key) ? (taken ? 'shortcutTaken' : null) : 'shortcutInvalid',
    text: draft.text.trim() === '' ? 'textEmpty' : unknown.length > 0 ? 'textUnknown' : null,
    unknown,
  };
}

const keyOf = (shortcut: string): string => shortcut.trim().toLocaleLowerCase('pt-BR');
const isShortcut = (shortcut: string): boolean => shortcut.length <= MAX_SHORTCUT && /^[\p{L}\p{N}-]+$/u.test(shortcut);

/** Typing a space makes a hyphen, and a slash is left out: both are what the person means. */
export const typedShortcut = (typed: string): string =>
  typed.replace(/^\/+/, '').replace(/\s+/g, '-').slice(0, MAX_SHORTCUT);

/** As a customer would read it; the customer and the protocol are made up. */
export function previewOf(draft: Draft, at: Omit<SavedTextSituation, 'contact' | 'protocol'>): string {
  const contact = { name: 'Mariana Lopes', phone: '5511987654321' };
  return fillSavedText(draft.text, savedTextValues({ ...at, contact, protocol: '2026-0048213' })).text;
}

/** The key of a variable's name among the interface's texts, where a dot would mean a step down. */
export const variableKey = (variable: SavedTextVariable) => {
  switch (variable) {
    case 'contato.nome':
      return 'contactName';
    case 'contato.primeiro_nome':
      return 'contactFirstName';
    case 'contato.telefone':
      return 'contactPhone';
    case 'atendente.nome':
      return 'agentName';
    case 'atendente.primeiro_nome':
      return 'agentFirstName';
    case 'protocolo':
      return 'protocol';
    case 'departamento':
      return 'department';
    case 'saudacao':
      return 'greeting';
  }
};

/** Accents and capitals do not matter when looking for a text; every word must be found somewhere in it. */
export function matches(search: string, ...texts: string[]): boolean {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const all = plain(texts.join(' '));
  return plain(search)
    .split(/\s+/)
    .every((word) => all.includes(word.replace(/^\//, '')));
}
