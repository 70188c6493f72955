import { Button } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui/Notice.tsx';
import styles from './Editing.module.css';
import type { Editor } from './use-editor.ts';

interface Props {
  label: string;
  /** Other forms are on the page: its button says what it saves. */
  amongOthers?: boolean;
  editor: Pick<Editor<unknown>, 'dirty' | 'saving' | 'failure' | 'stale' | 'save' | 'discard' | 'keepMine'>;
  children: ReactNode;
  /** Beside saving: «Remover». */
  aside?: ReactNode;
}

/** A form with its line of saving, which stands still whatever happens above it. Ctrl+S saves. */
export function EditorForm({ label, amongOthers = false, editor, children, aside }: Props) {
  const { t } = useTranslation('operation');
  const form = useRef<HTMLFormElement>(null);
  const submit = () => {
    editor.save();
    // Errors stand under their fields after the next paint.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <form
      ref={form}
      className={styles.form}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        if (editor.dirty) submit();
      }}
    >
      {children}
      {editor.stale && (
        <Notice
          tone="warn"
          icon={TriangleAlert}
          role="alert"
          actions={
            <span className={styles.actions}>
              <Button onClick={editor.discard}>{t('stale.theirs')}</Button>
              <Button onClick={editor.keepMine}>{t('stale.mine')}</Button>
            </span>
          }
        >
          {t('stale.text')}
        </Notice>
      )}
      {editor.failure !== null && !editor.stale && (
        <p className={styles.failure} role="alert">
          {editor.failure}
        </p>
      )}
      <div className={styles.saving}>
        <Button type="submit" variant="filled" disabled={!editor.dirty || editor.stale} loading={editor.saving}>
          {amongOthers ? t('saveIn', { section: label }) : t('save')}
        </Button>
        <Button disabled={!editor.dirty} onClick={editor.discard}>
          {t('discard')}
        </Button>
        <span className={styles.state} role="status">
          {editor.dirty && t('unsavedMark')}
        </span>
        {aside}
      </div>
    </form>
  );
}
