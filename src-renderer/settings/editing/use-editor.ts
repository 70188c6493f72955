import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { type SettingsKind, type SettingsValue, settingsSchemas } from '../../../src-shared/protocol/settings.ts';
import { refusalText } from '../../app/refusals.ts';
import { type Errors, errorsOf, refusedField } from './error-words.ts';
import { same } from './same.ts';
import { useGuard } from './unsaved.tsx';
import { lost, type SettingsAction, useSavedToast } from './use-saved-toast.tsx';

/** One form over one setting: what is typed, what is wrong with it, and whether somebody else changed it meanwhile. */
export interface Editor<Value> {
  value: Value;
  set(change: Partial<Value>): void;
  dirty: boolean;
  saving: boolean;
  /** The text under a field, by its path. */
  error(field: string): string | undefined;
  /** Why it could not be saved, where no field is to blame. */
  failure: string | null;
  /** What stands there differs from what the editing began with. */
  stale: boolean;
  save(): void;
  discard(): void;
  /** Goes on with what was typed, over what somebody else saved. */
  keepMine(): void;
}

interface Options<Kind extends SettingsKind> {
  kind: Kind;
  /** As it stands on the server; null: it is new. */
  current: SettingsValue<Kind> | null;
  /** What a new one begins with. */
  fresh: SettingsValue<Kind>;
  save(seen: SettingsValue<Kind> | null, value: SettingsValue<Kind>): SettingsAction;
  saved?(): void;
  /** A new department cannot be taken back. */
  undoable?: boolean;
}

/** The same schemas, told apart by kind. */
const schemas: { [Kind in SettingsKind]: z.ZodType<SettingsValue<Kind>> } = settingsSchemas;

const none: Errors = new Map();

export function useEditor<Kind extends SettingsKind>(options: Options<Kind>): Editor<SettingsValue<Kind>> {
  const { t } = useTranslation('operation');
  const { t: frame } = useTranslation('frame');
  const { kind, current, fresh } = options;
  const toast = useSavedToast();
  const [edit, setEdit] = useState<{ seen: SettingsValue<Kind> | null; value: SettingsValue<Kind> } | null>(null);
  const [errors, setErrors] = useState<Errors>(none);
  const [failure, setFailure] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const base = edit === null ? current : edit.seen;
  const value = edit?.value ?? current ?? fresh;
  const dirty = edit !== null && !same(edit.value, edit.seen ?? fresh);
  const stale = dirty && !saving && !same(edit.seen, current);
  useGuard(dirty);

  // What was saved stays shown until the log brings it back; from then on the form follows the server again.
  useEffect(() => {
    if (!dirty && edit !== null && same(edit.value, current)) setEdit(null);
  }, [dirty, edit, current]);

  const save = async () => {
    const checked = schemas[kind].safeParse(value);
    if (!checked.success) {
      setErrors(errorsOf(checked.error.issues, t));
      return;
    }
    setSaving(true);
    setFailure(null);
    const result = await options.save(base, checked.data).catch(lost);
    setSaving(false);
    if (result.ok) {
      setErrors(none);
      setEdit({ seen: checked.data, value: checked.data });
      toast(result.id, { undo: options.undoable !== false });
      options.saved?.();
      return;
    }
    const field = refusedField(result, t);
    if (field !== null) setErrors(new Map([field]));
    else setFailure(refusalText(frame, result.reason));
  };

  return {
    value,
    set(change) {
      setEdit({ seen: base, value: { ...value, ...change } });
      setErrors(none);
      setFailure(null);
    },
    dirty,
    saving,
    error: (field) => errors.get(field),
    failure,
    stale,
    save: () => void save(),
    discard() {
      setEdit(null);
      setErrors(none);
      setFailure(null);
    },
    keepMine() {
      if (edit !== null) setEdit({ seen: current, value: edit.value });
    },
  };
}
