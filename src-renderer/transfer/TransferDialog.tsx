import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { Building2, Search } from 'lucide-react';
import { Fragment, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../src-shared/bridge/views.ts';
import { useWatch } from '../bridge/hooks.tsx';
import { announceDone } from '../chat/outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../chat/outcome/server-action.ts';
import { Avatar } from '../ui/Avatar.tsx';
import styles from './TransferDialog.module.css';
import { canReceive, type TransferTarget, transferTargets } from './targets.ts';

const keyOf = (target: TransferTarget): string => `${target.kind} ${target.id}`;
const NOTE_LIMIT = 2_000;

/** «Transferir»: to an agent or a department, with a note; the receiver sees everything (B9). */
export function TransferDialog({ conversation, close }: { conversation: ConversationView; close(): void }) {
  const { t } = useTranslation('chat');
  const listId = useId();
  const directory = useWatch('directory', {});
  const transfer = useServerAction('conversation.transfer');
  const refusalWords = useRefusalWords();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);

  const targets = useMemo(
    () => (directory === undefined ? [] : transferTargets(directory, conversation, search)),
    [directory, conversation, search],
  );
  const reachable = targets.filter(canReceive);
  // What stands first after a search is what Enter means, unless somebody was chosen.
  const target = reachable.find((one) => keyOf(one) === chosen) ?? (search.trim() === '' ? undefined : reachable[0]);

  useEffect(() => {
    if (target !== undefined)
      list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [target]);

  const submit = async () => {
    if (target === undefined) {
      setProblem(t('transfer.choose'));
      return;
    }
    setBusy(true);
    setProblem(null);
    const outcome = await transfer({
      conversationId: conversation.id,
      to: { kind: target.kind, id: target.id },
      note: note.trim() === '' ? null : note.trim(),
    });
    setBusy(false);
    if (outcome.ok) {
      announceDone(t('transfer.done', { name: target.name }));
      close();
    } else if (outcome.reason === 'target-unavailable') setProblem(t('transfer.unavailable', { name: target.name }));
    else if (outcome.reason === 'at-capacity') setProblem(t('transfer.full', { name: target.name }));
    else setProblem(refusalWords(outcome.reason));
  };

  const walk = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      void submit();
      return;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || reachable.length === 0) return;
    event.preventDefault();
    const at = target === undefined ? (step === 1 ? -1 : 0) : reachable.indexOf(target);
    const next = reachable[(at + step + reachable.length) % reachable.length];
    if (next !== undefined) setChosen(keyOf(next));
  };

  const optionId = (one: TransferTarget) => `${listId}-${one.kind}-${one.id}`;
  return (
    <Modal
      opened
      onClose={close}
      title={t('transfer.title')}
      size={480}
      closeButtonProps={{ 'aria-label': t('transfer.cancel') }}
    >
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
          setSearch(event.currentTarget.value);
          setChosen(null);
          setProblem(null);
        }}
        onKeyDown={walk}
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
                setChosen(keyOf(one));
                setProblem(null);
              }}
            />
          </Fragment>
        ))}
      </div>
      <Textarea
        label={t('transfer.note')}
        placeholder={t('transfer.notePlaceholder')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={NOTE_LIMIT}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
        }}
      />
      <div className={styles.end}>
        <p role="alert">{problem}</p>
        <Button onClick={close}>{t('transfer.cancel')}</Button>
        <Button variant="filled" loading={busy} disabled={target === undefined} onClick={() => void submit()}>
          {t('transfer.confirm')}
        </Button>
      </div>
    </Modal>
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
