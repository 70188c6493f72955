import { TextInput } from '@mantine/core';
import { Building2, Search } from 'lucide-react';
import { Fragment, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../src-shared/bridge/views.ts';
import { useWatch } from '../bridge/hooks.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import styles from './TransferDialog.module.css';
import { canReceive, type TransferTarget, transferTargets } from './targets.ts';

const keyOf = (target: TransferTarget): string => `${target.kind} ${target.id}`;

export interface PickedTarget {
  targets: TransferTarget[];
  target: TransferTarget | undefined;
  search: string;
  setSearch(text: string): void;
  choose(target: TransferTarget): void;
  /** The next one that can receive, in a direction. */
  walk(step: 1 | -1): void;
}

/** To whom: what was searched for and chosen among those `conversation` may go to. */
export function usePickedTarget(
  conversation: Pick<ConversationView, 'assigneeId' | 'departmentId' | 'status'>,
): PickedTarget {
  const directory = useWatch('directory', {});
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const targets = useMemo(
    () => (directory === undefined ? [] : transferTargets(directory, conversation, search)),
    [directory, conversation, search],
  );
  const reachable = targets.filter(canReceive);
  // What stands first after a search is what Enter means, unless somebody was chosen.
  const target = reachable.find((one) => keyOf(one) === chosen) ?? (search.trim() === '' ? undefined : reachable[0]);
  return {
    targets,
    target,
    search,
    setSearch(text) {
      setSearch(text);
      setChosen(null);
    },
    choose: (one) => setChosen(keyOf(one)),
    walk(step) {
      const at = target === undefined ? (step === 1 ? -1 : 0) : reachable.indexOf(target);
      const next = reachable[(at + step + reachable.length) % reachable.length];
      if (next !== undefined) setChosen(keyOf(next));
    },
  };
}

/** The search and the list of agents and departments; Enter submits. `touched`: another one was chosen. */
export function TargetPicker({ picked, touched, submit }: { picked: PickedTarget; touched(): void; submit(): void }) {
  const { t } = useTranslation('chat');
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const { targets, target, search } = picked;

  useEffect(() => {
    if (target !== undefined)
      list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [target]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter') submit();
    else if (step !== 0) picked.walk(step);
    else return;
    event.preventDefault();
  };

  const optionId = (one: TransferTarget) => `${listId}-${one.kind}-${one.id}`;
  return (
    <>
      <TextInput
        data-autofocus
        leftSection={<Search size={16} />}
        placeholder={t('transfer.search')}
        aria-label={t('transfer.search')}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={target === undefined ? undefined : optionId(target)}
        value={search}
        onChange={(event) => {
          picked.setSearch(event.currentTarget.value);
          touched();
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id={listId}
        className={styles.list}
        role="listbox"
        aria-label={t('transfer.targets')}
        tabIndex={-1}
      >
        {targets.length === 0 && <p className={styles.none}>{t('transfer.none')}</p>}
        {targets.map((one, index) => (
          <Fragment key={keyOf(one)}>
            {one.kind !== targets[index - 1]?.kind && (
              <p className={styles.group} aria-hidden="true">
                {t(one.kind === 'agent' ? 'transfer.agents' : 'transfer.departments')}
              </p>
            )}
            <TargetOption
              id={optionId(one)}
              target={one}
              selected={one === target}
              choose={() => {
                picked.choose(one);
                touched();
              }}
            />
          </Fragment>
        ))}
      </div>
    </>
  );
}

interface OptionProps {
  id: string;
  target: TransferTarget;
  selected: boolean;
  choose(): void;
}

function TargetOption({ id, target, selected, choose }: OptionProps) {
  const { t } = useTranslation('chat');
  const state = target.kind === 'agent' ? target.person.presence.state : null;
  const reachable = canReceive(target);
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      className={styles.option}
      aria-selected={selected}
      aria-disabled={!reachable}
      onMouseDown={(event) => {
        event.preventDefault();
        if (reachable) choose();
      }}
    >
      {state === null ? (
        <span className={styles.department} aria-hidden="true">
          <Building2 size={16} strokeWidth={1.75} />
        </span>
      ) : (
        <Avatar name={target.name} presence={state} />
      )}
      <span className={styles.name}>{target.name}</span>
      <small>{state === null ? t('transfer.department') : t(`transfer.presence.${state}`)}</small>
    </div>
  );
}
