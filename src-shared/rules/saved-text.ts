import { formatPhone } from './phone.ts';

/**
 * Saved texts («respostas rápidas», B5) with variables: `{{contato.nome}}`. A variable is written in any case and with or
 * without accents; one that has no value blocks sending, since a customer must never read «Olá, !».
 */
export const savedTextVariables = [
  'contato.nome',
  'contato.primeiro_nome',
  'contato.telefone',
  'atendente.nome',
  'atendente.primeiro_nome',
  'protocolo',
  'departamento',
  'saudacao',
] as const;
export type SavedTextVariable = (typeof savedTextVariables)[number];

/** What each variable stands for at the moment of sending; null or blank: nothing is known. */
export type SavedTextValues = Record<SavedTextVariable, string | null>;

export interface FilledSavedText {
  /** With what could be filled in; the others stay as written, so that the agent sees where they are. */
  text: string;
  /** Variables without a value, each once, in the order of the text. Sending is blocked while there is one. */
  empty: SavedTextVariable[];
  /** What stands in double braces and is no variable of ours, as written. */
  unknown: string[];
}

const place = /\{\{\s*([^{}]*?)\s*\}\}/g;

export function fillSavedText(text: string, values: SavedTextValues): FilledSavedText {
  const empty = new Set<SavedTextVariable>();
  const unknown = new Set<string>();
  const filled = text.replace(place, (written, name: string) => {
    const variable = variableOf(name);
    if (variable === null) {
      unknown.add(name);
      return written;
    }
    const value = values[variable]?.trim() ?? '';
    if (value === '') {
      empty.add(variable);
      return written;
    }
    // «{{Saudacao}}» begins a sentence: «Bom dia».
    return variable === 'saudacao' && /^\p{Lu}/u.test(name) ? capitalised(value) : value;
  });
  return { text: filled, empty: [...empty], unknown: [...unknown] };
}

/** Names in double braces that are none of the variables: a saved text with one could never be sent. */
export function unknownVariables(text: string): string[] {
  const names = [...text.matchAll(place)].map(([, name = '']) => name);
  return [...new Set(names.filter((name) => variableOf(name) === null))];
}

function variableOf(name: string): SavedTextVariable | null {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return savedTextVariables.find((variable) => variable === plain) ?? null;
}

export interface SavedTextSituation {
  contact: { name: string | null; phone: string | null };
  agentName: string;
  protocol: string | null;
  departmentName: string | null;
  /** Epoch milliseconds. */
  now: number;
  /** IANA name: the greeting goes by the workspace's clock, not the machine's. */
  timeZone: string;
}

export function savedTextValues(at: SavedTextSituation): SavedTextValues {
  const { name, phone } = at.contact;
  return {
    'contato.nome': name,
    'contato.primeiro_nome': firstName(name),
    'contato.telefone': phone === null ? null : formatPhone(phone),
    'atendente.nome': at.agentName,
    'atendente.primeiro_nome': firstName(at.agentName),
    protocolo: at.protocol,
    departamento: at.departmentName,
    saudacao: greeting(at.now, at.timeZone),
  };
}

const firstName = (name: string | null): string | null => name?.trim().split(/\s+/)[0] ?? null;

/** As people in Brazil greet: good morning from five, good afternoon from noon, good evening from six. */
export function greeting(now: number, timeZone: string): 'bom dia' | 'boa tarde' | 'boa noite' {
  const hour = Number(hourIn(timeZone).format(new Date(now)));
  if (hour >= 5 && hour < 12) return 'bom dia';
  return hour >= 12 && hour < 18 ? 'boa tarde' : 'boa noite';
}

const hourFormats = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a hundred times what using it does. */
function hourIn(timeZone: string): Intl.DateTimeFormat {
  const made =
    hourFormats.get(timeZone) ?? new Intl.DateTimeFormat('en', { hour: '2-digit', hourCycle: 'h23', timeZone });
  hourFormats.set(timeZone, made);
  return made;
}

const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase('pt-BR') + text.slice(1);
