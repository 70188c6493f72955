import { Check, Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { findOptions, type ListedOption } from './find.ts';
import styles from './OptionList.module.css';

interface Props {
  label: string;
  /** Of the field. */
  search: string;
  options: readonly ListedOption[];
  /** Several may be on at once. */
  multiple: boolean;
  toggle(key: string): void;
  /** Said where nothing is listed. */
  empty: string;
  /** Lines beyond these are not made: a longer list is searched. */
  limit?: number;
  children?: ReactNode;
}

/**
 * A list that is searched by typing and walked with the arrows; Enter turns the marked line on or off, and the list stays.
 * The focus never leaves the field.
 */
export function OptionList({ label, search, options, multiple, toggle, empty, limit, children }: Props) {
  const [text, setText] = useState('');
  const [marked, setMarked] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const found = useMemo(() => findOptions(options, text).slice(0, limit), [options, text, limit]);
  const at = Math.min(marked, found.length - 1);
  const lineId = (index: number) => `${id}-${index}`;

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView?.({ block: 'nearest' });
  }, [at]);

  const act = (option: ListedOption | undefined) => {
    if (option === undefined) return;
    toggle(option.key);
    // What is typed next is about another one.
    field.current?.select();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const last = found.length - 1;
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setMarked(at >= last ? 0 : at + 1);
    else if (event.key === 'ArrowUp') setMarked(at <= 0 ? last : at - 1);
    else if (event.key === 'PageDown') setMarked(Math.min(last, at + 8));
    else if (event.key === 'PageUp') setMarked(Math.max(0, at - 8));
    else if (event.key === 'Enter') act(found[at]);
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles.wrap}>
      <div className={styles.field}>
        <Search size={16} strokeWidth={1.75} aria-hidden="true" />
        <input
          ref={field}
          role="combobox"
          aria-label={search}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={found.length === 0 ? undefined : lineId(at)}
          aria-autocomplete="list"
          placeholder={search}
          value={text}
          maxLength={100}
          spellCheck={false}
          autoComplete="off"
          data-autofocus
          onChange={(event) => {
            setText(event.currentTarget.value);
            setMarked(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {children}
      <div
        ref={list}
        id={`${id}-list`}
        className={styles.list}
        role="listbox"
        aria-label={label}
        aria-multiselectable={multiple}
      >
        {found.map((option, index) => (
          <div
            key={option.key}
            id={lineId(index)}
            role="option"
            aria-selected={option.on}
            tabIndex={-1}
            className={styles.option}
            data-marked={index === at}
            style={text === '' ? { paddingLeft: 8 + option.depth * 16 } : undefined}
            onPointerMove={() => setMarked(index)}
            // The field keeps the focus, so that typing goes on.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => toggle(option.key)}
            onKeyDown={onKeyDown}
          >
            <span className={styles.box} data-on={option.on} data-round={!multiple} aria-hidden="true">
              {option.on && <Check size={12} strokeWidth={3} />}
            </span>
            {option.color !== null && (
              <i className={styles.dot} style={{ background: option.color }} aria-hidden="true" />
            )}
            <span className={styles.label} title={option.label}>
              {option.label}
            </span>{' '}
            {option.detail !== null && (text !== '' || option.depth === 0) && (
              <span className={styles.detail}>{option.detail}</span>
            )}
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className={styles.empty} role="status">
          {empty}
        </p>
      )}
    </div>
  );
}
