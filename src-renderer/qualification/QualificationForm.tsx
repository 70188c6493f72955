import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../src-shared/bridge/views.ts';
import { type Qualified, useRouteStore } from '../app/route.tsx';
import { useWatch } from '../bridge/hooks.tsx';
import { useRefusalWords, useServerAction } from '../chat/outcome/server-action.ts';
import { GrowingTextarea } from '../ui/GrowingTextarea.tsx';
import styles from './QualificationForm.module.css';
import { ReasonSelect } from './ReasonSelect.tsx';
import { missingFields, type QualificationField } from './required.ts';

const DESCRIPTION_LIMIT = 4_000;

interface Props {
  conversation: ConversationView;
  /** Handed over; what it asked for is told as done when the server confirms it. */
  submitted(what: Qualified): void;
}

/** «Qualificar atendimento»: why the customer came, what was done, and the end of the conversation (D1). */
export function QualificationForm({ conversation, submitted }: Props) {
  const { t } = useTranslation('contact');
  const directory = useWatch('directory', {});
  const finish = useServerAction('conversation.finish');
  const refusalWords = useRefusalWords();
  const route = useRouteStore();
  // Called back, it is as it was before it was finished.
  const [before] = useState(() => {
    const { qualified } = route.getState();
    return qualified?.conversationId === conversation.id ? qualified : null;
  });
  const [reasonId, setReasonId] = useState(before?.reasonId ?? null);
  const [description, setDescription] = useState(before?.description ?? '');
  const [missing, setMissing] = useState<readonly QualificationField[]>([]);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const { department } = conversation;
  const locked = busy || conversation.pendingFinish;
  const words = description.trim() === '' ? null : description.trim();

  const submit = async () => {
    const lacking = missingFields(department, { reasonId, description: words });
    setMissing(lacking);
    setRefused(null);
    if (lacking.length > 0) return;
    setBusy(true);
    const outcome = await finish({ conversationId: conversation.id, reasonId, description: words });
    setBusy(false);
    if (!outcome.ok) {
      if (outcome.reason === 'reason-required') setMissing(['reason']);
      else if (outcome.reason === 'description-required') setMissing(['description']);
      else setRefused(refusalWords(outcome.reason));
      return;
    }
    submitted({ conversationId: conversation.id, reasonId, description: words });
  };

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <ReasonSelect
        reasons={directory?.reasons ?? []}
        value={reasonId}
        onChange={(next) => {
          setReasonId(next);
          setMissing(missing.filter((field) => field !== 'reason'));
        }}
        required={department?.requiresReason ?? false}
        error={missing.includes('reason') ? t('qualify.reasonMissing') : null}
        disabled={locked}
      />
      <GrowingTextarea
        label={t('qualify.description')}
        required={department?.requiresDescription ?? false}
        withAsterisk={department?.requiresDescription ?? false}
        error={missing.includes('description') ? t('qualify.descriptionMissing') : null}
        minRows={3}
        maxRows={10}
        maxLength={DESCRIPTION_LIMIT}
        spellCheck
        disabled={locked}
        value={description}
        onChange={(event) => {
          setDescription(event.currentTarget.value);
          setMissing(missing.filter((field) => field !== 'description'));
        }}
      />
      {refused !== null && (
        <p className={styles.refused} role="alert">
          {refused}
        </p>
      )}
      <Button type="submit" variant="filled" fullWidth loading={locked}>
        {t('qualify.finish')}
      </Button>
    </form>
  );
}
