import { Button, TextInput } from '@mantine/core';
import { Plus, Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { plain } from '../../inbox/plain.ts';
import styles from './Editing.module.css';

export interface Entry {
  id: string;
  name: string;
  /** A second, quieter line. */
  detail?: string;
  /** Shown before the name. */
  mark?: ReactNode;
  depth?: number;
  /** Dimmed: out of use. */
  off?: boolean;
}

interface Props {
  label: string;
  intro: string;
  entries: readonly Entry[];
  chosen: string | null;
  choose(id: string): void;
  /** Absent: nothing is made here. */
  create?: { label: string; run(): void };
  empty: string;
  /** A box to find one in a long list. */
  search?: string;
  children: ReactNode;
}

/** A list at the left, the chosen one's form beside it. Arrow keys walk along the list. */
export function ListAndForm(props: Props) {
  const { t } = useTranslation('operation');
  const [text, setText] = useState('');
  const wanted = plain(text.trim());
  const shown = props.entries.filter((entry) => wanted === '' || plain(entry.name).includes(wanted));
  return (
    <div className={styles.page}>
      <p className={styles.intro}>{props.intro}</p>
      <div className={styles.columns}>
        <div className={styles.side}>
          {props.create !== undefined && (
            <Button leftSection={<Plus size={16} />} onClick={props.create.run}>
              {props.create.label}
            </Button>
          )}
          {props.search !== undefined && (
            <TextInput
              aria-label={props.search}
              placeholder={props.search}
              leftSection={<Search size={16} />}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          <ul className={styles.list} aria-label={props.label} onKeyDown={walk}>
            {shown.map((entry) => (
              <li key={entry.id}>
                <button
                  type="button"
                  className={styles.entry}
                  style={{ paddingInlineStart: 12 + (entry.depth ?? 0) * 16 }}
                  data-off={entry.off === true || undefined}
                  aria-current={entry.id === props.chosen ? 'true' : undefined}
                  onClick={() => props.choose(entry.id)}
                >
                  <span className={styles.name}>
                    {entry.mark}
                    {entry.name}
                  </span>
                  {entry.detail !== undefined && <small>{entry.detail}</small>}
                </button>
              </li>
            ))}
          </ul>
          {props.entries.length === 0 && <p className={styles.empty}>{props.empty}</p>}
          {props.entries.length > 0 && shown.length === 0 && <p className={styles.empty}>{t('notFound')}</p>}
        </div>
        <div className={styles.detail}>{props.children}</div>
      </div>
    </div>
  );
}

function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const entries: Element[] = [...event.currentTarget.querySelectorAll('button')];
  const at = document.activeElement === null ? -1 : entries.indexOf(document.activeElement);
  const next = entries[at + step];
  if (next instanceof HTMLElement) next.focus();
  event.preventDefault();
}
