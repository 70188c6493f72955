import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../src-shared/bridge/views.ts';
import { type SavedTextVariable, savedTextVariables } from '../../../src-shared/rules/saved-text.ts';
import { announceDone } from '../../chat/outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';
import { GrowingTextarea } from '../../ui/GrowingTextarea.tsx';
import { useServerNow } from '../../ui/now.tsx';
import { useCaret } from '../../ui/use-caret.ts';
import { useFocusReturn } from '../../ui/use-focus-return.ts';
import type { SettingsProps } from '../sections.tsx';
import { type Draft, MAX_SAVED_TEXT, previewOf, problemsOf, sameDraft, typedShortcut, variableKey } from './draft.ts';
import styles from './SavedTextForm.module.css';

interface Props extends SettingsProps {
  initial: Draft;
  directory: Directory;
  close(): void;
}

/** Makes or changes one, with what a customer would read beside it. */
export function SavedTextForm({ initial, directory, session, close }: Props) {
  useFocusReturn();
  const { t, i18n } = useTranslation('content');
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  /** Where a variable goes: the place last written at; null before the text was ever touched, which means its end. */
  const writtenAt = useRef<{ start: number; end: number } | null>(null);
  const caret = useCaret(area);
  const save = useServerAction('savedText.save');
  const refusalWords = useRefusalWords();
  const now = useServerNow(60_000);

  const isNew = !directory.savedTexts.some(({ id }) => id === initial.id);
  const problems = problemsOf(draft, directory.savedTexts);
  const department = directory.departments.find(({ id }) => id === draft.departmentId);
  const own = directory.departments.find(({ id }) => session.person.departmentIds.includes(id));
  const change = (fields: Partial<Draft>) => {
    setRefusal(null);
    setDraft((before) => ({ ...before, ...fields }));
  };

  const insert = (variable: SavedTextVariable) => {
    const { start, end } = writtenAt.current ?? { start: draft.text.length, end: draft.text.length };
    const word = `{{${variable}}}`;
    const after = start + word.length;
    change({ text: draft.text.slice(0, start) + word + draft.text.slice(end) });
    writtenAt.current = { start: after, end: after };
    caret.place(after);
  };

  const submit = async () => {
    setTried(true);
    if (problems.shortcut !== null || problems.text !== null) return;
    setSaving(true);
    const outcome = await save({ ...draft, shortcut: draft.shortcut.trim(), text: draft.text.trim() });
    setSaving(false);
    if (outcome.ok) {
      announceDone(t('savedTexts.saved'));
      close();
    } else {
      setRefusal(
        outcome.reason === 'name-taken'
          ? t('savedTexts.shortcutTaken', { shortcut: draft.shortcut })
          : refusalWords(outcome.reason),
      );
    }
  };

  // A shortcut that is taken and a variable that does not exist are said while typing; what is only missing, after trying.
  const shortcutProblem = problems.shortcut === 'shortcutEmpty' && !tried ? null : problems.shortcut;
  const textProblem = problems.text === 'textEmpty' && !tried ? null : problems.text;
  const changed = !sameDraft(draft, initial);
  const preview = previewOf(draft, {
    agentName: session.person.name,
    departmentName: department?.name ?? own?.name ?? directory.departments[0]?.name ?? null,
    now,
    timeZone: session.workspace.timeZone,
  });

  return (
    <Modal
      opened
      onClose={close}
      title={t(isNew ? 'savedTexts.new' : 'savedTexts.editTitle')}
      size={840}
      closeOnClickOutside={!changed}
      closeOnEscape={!changed}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className={styles.columns}>
          <div className={styles.fields}>
            <div className={styles.two}>
              <TextInput
                label={t('savedTexts.shortcut')}
                description={t('savedTexts.shortcutHint')}
                required
                data-autofocus
                leftSection="/"
                value={draft.shortcut}
                error={
                  shortcutProblem === null ? null : t(`savedTexts.${shortcutProblem}`, { shortcut: draft.shortcut })
                }
                onChange={(event) => change({ shortcut: typedShortcut(event.currentTarget.value) })}
              />
              <Select
                label={t('savedTexts.department')}
                description={t('savedTexts.departmentHint')}
                allowDeselect={false}
                value={draft.departmentId ?? ''}
                data={[
                  { value: '', label: t('savedTexts.everyone') },
                  ...directory.departments.map(({ id, name }) => ({ value: id, label: name })),
                ]}
                onChange={(value) => change({ departmentId: value === '' ? null : value })}
              />
            </div>
            <GrowingTextarea
              ref={area}
              label={t('savedTexts.text')}
              required
              minRows={6}
              maxRows={12}
              maxLength={MAX_SAVED_TEXT}
              value={draft.text}
              error={
                textProblem === null
                  ? null
                  : t(`savedTexts.${textProblem}`, { names: listed(problems.unknown, i18n.language) })
              }
              onChange={(event) => change({ text: event.currentTarget.value })}
              onSelect={({ currentTarget: { selectionStart, selectionEnd } }) => {
                writtenAt.current = { start: selectionStart, end: selectionEnd };
              }}
            />
            <fieldset className={styles.variables}>
              <legend>{t('savedTexts.insert')}</legend>
              {savedTextVariables.map((variable) => (
                <button key={variable} type="button" title={`{{${variable}}}`} onClick={() => insert(variable)}>
                  {t(`savedTexts.variables.${variableKey(variable)}`)}
                </button>
              ))}
            </fieldset>
          </div>
          <section className={styles.side} aria-label={t('preview')}>
            <h3>{t('preview')}</h3>
            <p className={styles.bubble} data-empty={preview.trim() === ''}>
              {preview.trim() === '' ? t('savedTexts.previewEmpty') : preview}
            </p>
            <small>{t('savedTexts.previewHint')}</small>
          </section>
        </div>
        <div className={styles.end}>
          <p role="alert">{refusal}</p>
          <Button onClick={close}>{t('cancel')}</Button>
          <Button type="submit" variant="filled" loading={saving} disabled={!changed}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

const listed = (names: string[], language: string): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(names.map((name) => `{{${name}}}`));
