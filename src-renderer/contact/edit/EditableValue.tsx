import { Select } from '@mantine/core';
import { CloudUpload } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import styles from './Editable.module.css';

/** What was typed, read: the value as it is kept (null: emptied), or what is wrong with it. */
export type Read = { value: string | null } | { problem: string };

interface Props {
  name: string;
  /** As people read it; null: there is none. */
  shown: string | null;
  /** What the input begins with. */
  typed: string;
  pending: boolean;
  /** What stands for an empty one. */
  empty?: string;
  choices?: readonly string[];
  maxLength?: number;
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email';
  /** The input's text after a key press. */
  format?(text: string): string;
  read(text: string): Read;
  /** Editing begins: what stands there now is what the agent saw. */
  begin?(): void;
  /** Answers with what went wrong, in words; null: it was taken. */
  save(value: string | null): Promise<string | null>;
}

/** A value of the record that is changed in its place: Enter or leaving it saves, Esc gives up, what is wrong stays open. */
export function EditableValue(props: Props) {
  const { t } = useTranslation('record');
  const { name, shown, pending } = props;
  const [editing, setEditing] = useState(false);
  const { button, takeBack } = useFocusBack(editing);
  if (editing) {
    const done = (refocus: boolean) => {
      if (refocus) takeBack();
      setEditing(false);
    };
    return props.choices === undefined ? (
      <TextEditor {...props} done={done} />
    ) : (
      <ChoiceEditor {...props} done={done} />
    );
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles.value}
        data-empty={shown === null || undefined}
        data-pending={pending || undefined}
        title={t('edit.label', { name })}
        aria-label={shown === null ? t('edit.fillLabel', { name }) : `${t('edit.label', { name })}: ${shown}`}
        onClick={() => {
          props.begin?.();
          setEditing(true);
        }}
      >
        {shown ?? props.empty ?? t('edit.fill')}
      </button>
      {pending && (
        <CloudUpload size={14} role="img" aria-label={t('edit.pending', { name })} className={styles.cloud} />
      )}
    </>
  );
}

interface EditorProps extends Props {
  done(refocus: boolean): void;
}

function TextEditor({ name, typed, maxLength, inputMode, format, read, save, done }: EditorProps) {
  const [text, setText] = useState(typed);
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const problemId = useId();
  const input = useRef<HTMLInputElement>(null);
  const caret = useCaret(input, text);
  useLayoutEffect(() => input.current?.focus(), []);
  const leave = async (refocus: boolean) => {
    if (saving) return;
    if (text.trim() === typed.trim() && problem === null) {
      done(refocus);
      return;
    }
    const outcome = read(text);
    if ('problem' in outcome) {
      setProblem(outcome.problem);
      return;
    }
    setSaving(true);
    const refused = await save(outcome.value);
    setSaving(false);
    if (refused === null) done(refocus);
    else setProblem(refused);
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      void leave(true);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      done(true);
    }
  };
  return (
    <span className={styles.editor}>
      <input
        ref={input}
        aria-label={name}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : problemId}
        value={text}
        maxLength={maxLength}
        inputMode={inputMode}
        autoComplete="off"
        readOnly={saving}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setText(format === undefined ? next : caret.keep(event.currentTarget, format(next)));
          setProblem(null);
        }}
        onBlur={() => {
          if (problem === null) void leave(false);
        }}
        onKeyDown={keyDown}
      />
      {problem !== null && (
        <small id={problemId} role="alert">
          {problem}
        </small>
      )}
    </span>
  );
}

/** Signs that are put in between move the caret along: it stays behind the same letter or digit. */
function useCaret(input: RefObject<HTMLInputElement | null>, text: string) {
  const place = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (place.current === null || input.current?.value !== text) return;
    input.current.setSelectionRange(place.current, place.current);
    place.current = null;
  }, [input, text]);
  return {
    keep(element: HTMLInputElement, formatted: string): string {
      const at = element.selectionStart ?? element.value.length;
      const before = element.value.slice(0, at).replace(/[^\p{L}\p{N}]/gu, '').length;
      let seen = 0;
      let index = 0;
      while (index < formatted.length && seen < before) {
        if (/[\p{L}\p{N}]/u.test(formatted[index] ?? '')) seen += 1;
        index += 1;
      }
      place.current = at === element.value.length ? formatted.length : index;
      return formatted;
    },
  };
}

function ChoiceEditor({ name, typed, choices = [], save, done }: EditorProps) {
  const { t } = useTranslation('record');
  const [problem, setProblem] = useState<string | null>(null);
  // What is no longer among the choices stays to be seen.
  const data = typed === '' || choices.includes(typed) ? [...choices] : [typed, ...choices];
  return (
    <span className={styles.editor}>
      <Select
        size="xs"
        autoFocus
        defaultDropdownOpened
        aria-label={name}
        placeholder={t('edit.choose')}
        clearable
        clearButtonProps={{ 'aria-label': t('edit.clear', { name }) }}
        data={data}
        value={typed === '' ? null : typed}
        error={problem}
        onChange={(value) => {
          void save(value).then((refused) => (refused === null ? done(true) : setProblem(refused)));
        }}
        onBlur={() => done(false)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            done(true);
          }
        }}
      />
    </span>
  );
}
