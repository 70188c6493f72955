import type { ComponentProps, ReactNode } from 'react';
import styles from './Message.module.css';

interface Props extends Omit<ComponentProps<'button'>, 'children' | 'type'> {
  /** What it does; shown under the pointer too. */
  name: string;
  children: ReactNode;
}

/** A small button beside a message. A bare element: the log holds hundreds, and a component library's costs many times it. */
export function Tool({ name, children, className = '', ...rest }: Props) {
  return (
    <button type="button" aria-label={name} title={name} {...rest} className={`${styles.tool} ${className}`}>
      {children}
    </button>
  );
}
