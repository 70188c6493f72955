import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView } from '../../../src-shared/bridge/views.ts';
import type { MergeChoices } from '../../../src-shared/protocol/contacts.ts';
import { mergeConflicts } from '../../../src-shared/rules/merged-contact.ts';
import { useWatch } from '../../bridge/hooks.tsx';
import { useOnline } from '../../chat/use-online.ts';
import { useFocusReturn } from '../../ui/use-focus-return.ts';
import { asContact, outcomeOf } from './as-contact.ts';
import { CandidateSearch } from './CandidateSearch.tsx';
import { FieldChoices } from './FieldChoices.tsx';
import styles from './Merge.module.css';
import { Outcome } from './Outcome.tsx';
import { useMerging } from './use-merging.ts';

interface Props {
  contact: ContactView;
  /** null: it is searched for here. */
  otherId: string | null;
  /** How the other one is called while their record is not on this machine. */
  otherTitle?: string | undefined;
  close(): void;
}

/** «Mesclar contatos» (G2): who the other one is, which values count where they differ, and what comes of it. */
export function MergeDialog({ contact, otherId, otherTitle, close }: Props) {
  useFocusReturn();
  const { t } = useTranslation('record');
  const [chosen, choose] = useState(otherId);
  return (
    <Modal
      opened
      onClose={close}
      title={t('merge.title')}
      size={760}
      closeButtonProps={{ 'aria-label': t('merge.close') }}
    >
      {chosen === null ? (
        <CandidateSearch ownIds={[contact.id, ...contact.parts.map(({ id }) => id)]} choose={choose} />
      ) : (
        <Choosing
          key={chosen}
          contact={contact}
          otherId={chosen}
          otherTitle={otherTitle}
          another={otherId === null ? () => choose(null) : null}
          close={close}
        />
      )}
    </Modal>
  );
}

interface ChoosingProps extends Props {
  otherId: string;
  another: (() => void) | null;
}

function Choosing({ contact, otherId, otherTitle, another, close }: ChoosingProps) {
  const { t } = useTranslation('record');
  const other = useWatch('contact', { contactId: otherId });
  const online = useOnline();
  const { merge } = useMerging();
  const [choices, setChoices] = useState<MergeChoices>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (other === undefined) return <p className={styles.hint} aria-busy="true" />;
  const into = asContact(contact);
  const from = other === null ? null : asContact(other);
  const conflicts = from === null ? [] : mergeConflicts(into, from);
  const keys = conflicts.map((one) => (one === 'name' ? 'name' : one.fieldId));
  // A conflict that went away meanwhile needs no choice, nor does the server get one.
  const made = Object.fromEntries(keys.flatMap((key) => (choices[key] === undefined ? [] : [[key, choices[key]]])));
  const ready = keys.every((key) => made[key] !== undefined);
  const submit = async () => {
    if (!ready) {
      setProblem(t('merge.missing'));
      return;
    }
    setBusy(true);
    setProblem(null);
    const named = { id: other?.id ?? otherId, title: other?.title ?? otherTitle ?? '' };
    const refused = await merge(contact.id, named, made);
    setBusy(false);
    if (refused === null) close();
    else setProblem(refused);
  };
  return (
    <div className={styles.dialog}>
      <p className={styles.lead}>
        {other === null
          ? t('merge.unknown')
          : keys.length === 0
            ? t('merge.noConflict')
            : t('merge.conflict', { count: keys.length })}
      </p>
      {other !== null && (
        <FieldChoices
          into={contact}
          from={other}
          conflicts={keys}
          choices={made}
          choose={(change) => {
            setChoices({ ...made, ...change });
            setProblem(null);
          }}
        />
      )}
      {from !== null && <Outcome record={outcomeOf(into, from, made)} fields={contact.fields} />}
      <div className={styles.end}>
        <p role={problem === null ? undefined : 'alert'} data-problem={problem !== null || undefined}>
          {problem ?? t('merge.undoable')}
        </p>
        {another !== null && <Button onClick={another}>{t('merge.change')}</Button>}
        <Button onClick={close}>{t('merge.close')}</Button>
        <Button
          variant="filled"
          loading={busy}
          disabled={!online}
          data-autofocus={another === null || undefined}
          onClick={() => void submit()}
        >
          {t('merge.confirm')}
        </Button>
      </div>
    </div>
  );
}
