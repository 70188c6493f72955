import { Textarea, type TextareaProps } from '@mantine/core';
import styles from './GrowingTextarea.module.css';

type Props = Omit<TextareaProps, 'autosize' | 'minRows' | 'maxRows' | 'rows' | 'classNames' | 'styles'> & {
  /** Lines it shows at least and at most; beyond that it scrolls. */
  minRows: number;
  maxRows: number;
  /** Further classes of the field itself. */
  fieldClass?: string | undefined;
};

/**
 * A text field as tall as its text. The browser's own sizing does it: a library that measures in script makes the page
 * be laid out anew at each rendering, which cost more than everything else that happens when a message arrives.
 */
export function GrowingTextarea({ minRows, maxRows, fieldClass = '', ...rest }: Props) {
  return (
    <Textarea
      {...rest}
      rows={minRows}
      classNames={{ input: `${styles.field} ${fieldClass}` }}
      styles={{ input: { '--least': minRows, '--most': maxRows } }}
    />
  );
}
