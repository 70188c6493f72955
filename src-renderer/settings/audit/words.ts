import type { TFunction } from 'i18next';
import type { Directory } from '../../../src-shared/bridge/views.ts';
import { weekdays } from '../../../src-shared/protocol/operation.ts';
import type { SettingsChange } from '../../../src-shared/protocol/settings.ts';
import { same } from '../editing/same.ts';

/** One field of a change: from what, to what, in words. */
export interface FieldChange {
  field: string;
  before: string;
  after: string;
}

type T = TFunction<'operation'>;

/** What was changed: «Departamento Suporte». */
export function subjectOf(change: SettingsChange, t: T): string {
  const name = change.after.name;
  const kind = t(`history.kind.${change.kind}`);
  return typeof name === 'string' ? `${kind} «${name}»` : kind;
}

/** What happened to it. */
export function eventOf(change: SettingsChange): 'undone' | 'created' | 'removed' | 'restored' | 'changed' {
  if (change.undoOf !== null) return 'undone';
  if (change.before === null) return 'created';
  // A person who is deactivated is no removed thing; the field itself says it.
  if (change.kind === 'person' || change.before.active === change.after.active) return 'changed';
  return change.after.active === true ? 'restored' : 'removed';
}

/** Field by field; hours day by day. Values are of their time, so an unknown field is shown by its own name. */
export function fieldsOf(change: SettingsChange, directory: Directory, t: T, language: string): FieldChange[] {
  const before = flat(change.before ?? {});
  const after = flat(change.after);
  const fields = new Set([...before.keys(), ...after.keys()]);
  const words = (path: string, value: unknown) =>
    valueWords(path.split('.').at(-1) ?? path, value, directory, t, language);
  return [...fields].flatMap((path): FieldChange[] => {
    const [was, is] = [before.get(path), after.get(path)];
    const hidden = path === 'position' || (path === 'active' && change.kind !== 'person');
    if (same(was, is) || hidden) return [];
    return [
      {
        field: fieldWords(path, t),
        before: change.before === null ? '' : words(path, was),
        after: words(path, is),
      },
    ];
  });
}

/** Objects opened to their leaves («affinity.specialHours.mon»); lists are leaves. */
function flat(value: Record<string, unknown>, prefix = ''): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
      for (const [path, leaf] of flat({ ...inner }, `${prefix}${key}.`)) leaves.set(path, leaf);
    } else leaves.set(`${prefix}${key}`, inner);
  }
  return leaves;
}

function fieldWords(path: string, t: T): string {
  const parts = path.split('.');
  const last = parts.at(-1) ?? path;
  const day = weekdays.find((one) => one === last);
  const named = day === undefined ? last : (parts.at(-2) ?? last);
  const name = t(`history.field.${named}`, { defaultValue: '' }) || t(`channel.${named}`, { defaultValue: named });
  return day === undefined ? name : `${name}, ${t(`weekday.${day}`)}`;
}

function valueWords(field: string, value: unknown, directory: Directory, t: T, language: string): string {
  if (value === null || value === undefined || value === '') return t('history.nothing');
  if (typeof value === 'boolean') return t(value ? 'history.yes' : 'history.no');
  if (typeof value === 'number') return value.toLocaleString(language);
  if (Array.isArray(value)) {
    return value.length === 0 ? t('history.nothing') : value.map((one) => itemWords(field, one, directory)).join(', ');
  }
  if (typeof value !== 'string') return JSON.stringify(value);
  if (field === 'parentId') return directory.reasons.find((reason) => reason.id === value)?.name ?? value;
  return t(`history.value.${value}`, { defaultValue: value });
}

function itemWords(field: string, item: unknown, directory: Directory): string {
  if (typeof item === 'string') {
    const known = field === 'memberIds' ? directory.people : directory.departments;
    return known.find((one) => one.id === item)?.name ?? item;
  }
  if (typeof item !== 'object' || item === null) return String(item);
  if (field === 'stages') return String(Reflect.get(item, 'name'));
  const [from, to, date, name] = ['from', 'to', 'date', 'name'].map((key) => Reflect.get(item, key));
  return typeof from === 'string' ? `${from}–${String(to)}` : `${String(date)} ${String(name)}`;
}
