import { Button, Modal, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import { useWatch } from '../../bridge/hooks.tsx';
import { useFocusReturn } from '../../ui/use-focus-return.ts';
import { dateAndTime } from '../text/times.ts';
import { useOnline } from '../use-online.ts';
import styles from './Group.module.css';
import { useJoining } from './use-joining.ts';

/** «Juntar com outro atendimento»: one of those that the same customer has open. This one keeps its place in the list. */
export function JoinDialog({ conversation, close }: { conversation: ConversationView; close(): void }) {
  useFocusReturn();
  const { t, i18n } = useTranslation('record');
  const { t: contactWords } = useTranslation('contact');
  const contact = useWatch('contact', { contactId: conversation.contactId });
  const online = useOnline();
  const { join } = useJoining();
  const [chosen, choose] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const others = contact?.recent.filter(({ id, status }) => id !== conversation.id && status !== 'finished') ?? [];
  const picked = others.find(({ id }) => id === chosen) ?? others[0];
  const submit = async () => {
    if (picked === undefined) return;
    setBusy(true);
    const refused = await join(conversation.id, picked.id);
    setBusy(false);
    if (refused === null) close();
    else setProblem(refused);
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t('group.title')}
      size={480}
      closeButtonProps={{ 'aria-label': t('group.cancel') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit();
        }}
      >
        <p className={styles.hint}>{t('group.hint')}</p>
        {contact !== undefined && others.length === 0 ? (
          <p role="status">{t('group.none')}</p>
        ) : (
          <Radio.Group aria-label={t('group.list')} value={picked?.id ?? null} onChange={choose}>
            <Stack gap={8}>
              {others.map((one, index) => (
                <Radio
                  key={one.id}
                  value={one.id}
                  data-autofocus={index === 0 || undefined}
                  label={t('group.entry', {
                    channel: contactWords(`identity.${one.channel}`),
                    protocol: one.protocol,
                  })}
                  description={[
                    contactWords(`recent.status.${one.status}`),
                    one.assigneeName,
                    dateAndTime(one.at, i18n.language),
                  ]
                    .filter((part) => part !== null)
                    .join(' · ')}
                />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <div className={styles.end}>
          <p role={problem === null ? undefined : 'alert'}>{problem}</p>
          <Button onClick={close}>{t('group.cancel')}</Button>
          <Button type="submit" variant="filled" loading={busy} disabled={picked === undefined || !online}>
            {t('group.confirm')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
