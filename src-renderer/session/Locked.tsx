import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../src-shared/bridge/views.ts';
import { useAction } from '../bridge/hooks.tsx';
import { PasswordField } from './PasswordField.tsx';
import styles from './SessionCard.module.css';
import { SessionCard } from './SessionCard.tsx';
import SignIn from './SignIn.tsx';
import { StartOver } from './StartOver.tsx';

/** The files are locked with the agent's password; opening them needs no network. */
export default function Locked({ session }: { session: SessionView & { phase: 'locked' } }) {
  const { t } = useTranslation('session');
  const { name, email, serverUrl, signedIn } = session;
  const unlock = useAction('session.unlock');
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const [signingIn, signInInstead] = useState(false);

  // The server knows a newer password, or it is somebody else's turn at this machine.
  if (signingIn && !signedIn) {
    const session = { phase: 'signed-out', serverUrl, email, notice: null } as const;
    return <SignIn session={session} back={() => signInInstead(false)} />;
  }

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
    <SessionCard title={t('locked.title')} lead={t(signedIn ? 'locked.former.greeting' : 'locked.greeting', { name })}>
      <form className={styles.form} onSubmit={submit}>
        <PasswordField
          label={t(signedIn ? 'locked.former.password' : 'signIn.password')}
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={wrong ? t('locked.wrong') : null}
        />
        <Button type="submit" variant="filled" loading={busy} fullWidth size="md" disabled={password === ''}>
          {t('locked.submit')}
        </Button>
        {signedIn ? (
          <StartOver />
        ) : (
          <Button variant="subtle" fullWidth onClick={() => signInInstead(true)}>
            {t('locked.signInInstead')}
          </Button>
        )}
      </form>
    </SessionCard>
  );
}
