import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/hooks.tsx';
import styles from './SessionCard.module.css';
import { SessionCard } from './SessionCard.tsx';

/** The files are locked with the agent's password; opening them needs no network. */
export default function Locked({ name }: { name: string }) {
  const { t } = useTranslation('session');
  const unlock = useAction('session.unlock');
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setWrong(false);
    try {
      const result = await unlock({ password });
      setWrong(!result.ok);
      if (!result.ok) setPassword('');
    } finally {
      setBusy(false);
    }
  };

  return (
    <SessionCard title={t('locked.title')} lead={t('locked.greeting', { name })}>
      <form className={styles.form} onSubmit={submit}>
        <PasswordInput
          label={t('signIn.password')}
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={wrong ? t('locked.wrong') : null}
        />
        <Button type="submit" variant="filled" loading={busy} fullWidth size="md" disabled={password === ''}>
          {t('locked.submit')}
        </Button>
      </form>
    </SessionCard>
  );
}
