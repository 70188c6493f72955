import { ActionIcon, Button, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import editing from '../editing/Editing.module.css';
import styles from './OrderedNames.module.css';

/** `key` stays with it wherever it is moved; two names may be the same while they are typed. */
export interface OrderedName {
  key: string;
  name: string;
}

interface Props {
  names: readonly OrderedName[];
  words: {
    title: string;
    hint: string;
    add: string;
    /** Of the one with this number. */
    name(number: number): string;
    up(number: number): string;
    down(number: number): string;
    remove(number: number): string;
  };
  longest: number;
  most: number;
  /** The text under one's field; without an index, under all of them. */
  error(index?: number): string | undefined;
  change(names: OrderedName[]): void;
}

/** At least one name, in an order: written, moved, added and taken away. */
export function OrderedNames({ names, words, longest, most, error, change }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const move = (index: number, by: -1 | 1) => {
    const next = [...names];
    const [one] = next.splice(index, 1);
    if (one === undefined) return;
    next.splice(index + by, 0, one);
    change(next);
  };
  const add = () => {
    change([...names, { key: crypto.randomUUID(), name: '' }]);
    requestAnimationFrame(() => [...(list.current?.querySelectorAll('input') ?? [])].at(-1)?.focus());
  };
  const whole = error();
  return (
    <fieldset className={editing.group}>
      <legend>{words.title}</legend>
      <p className={editing.hint}>{words.hint}</p>
      <ol ref={list} className={styles.list}>
        {names.map(({ key, name }, index) => {
          const number = index + 1;
          return (
            <li key={key} className={styles.entry}>
              <span className={styles.number} aria-hidden="true">
                {number}
              </span>
              <TextInput
                className={styles.name ?? ''}
                aria-label={words.name(number)}
                value={name}
                maxLength={longest}
                error={error(index) ?? null}
                onChange={(event) => change(names.with(index, { key, name: event.currentTarget.value }))}
              />
              <ActionIcon
                size={28}
                aria-label={words.up(number)}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              >
                <ArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                size={28}
                aria-label={words.down(number)}
                disabled={index === names.length - 1}
                onClick={() => move(index, 1)}
              >
                <ArrowDown size={16} />
              </ActionIcon>
              <ActionIcon
                size={28}
                aria-label={words.remove(number)}
                disabled={names.length === 1}
                onClick={() => change(names.filter((one) => one.key !== key))}
              >
                <Trash2 size={16} />
              </ActionIcon>
            </li>
          );
        })}
      </ol>
      {whole !== undefined && (
        <p className={editing.fieldError} role="alert">
          {whole}
        </p>
      )}
      <div>
        <Button leftSection={<Plus size={16} />} disabled={names.length >= most} onClick={add}>
          {words.add}
        </Button>
      </div>
    </fieldset>
  );
}
