import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './InlineForm.module.css';

interface Props {
  label: string;
  className: string | undefined;
  words: { cancel: string; save: string };
  saving: boolean;
  submit(): Promise<void>;
  /** Given up. */
  cancel(): void;
  children: ReactNode;
}

/** A small form in the place of what it is about. Enter saves, Esc gives up. */
export function InlineForm({ label, className, words, saving, submit, cancel, children }: Props) {
  return (
    <form
      className={className}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!saving) void submit();
      }}
      onKeyDown={(event) => {
        // An open list closes first.
        const inList = event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true';
        if (event.key !== 'Escape' || inList) return;
        event.stopPropagation();
        cancel();
      }}
    >
      {children}
      <div className={styles.end}>
        <Button size="compact-sm" onClick={cancel}>
          {words.cancel}
        </Button>
        <Button size="compact-sm" type="submit" variant="filled" loading={saving}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
