import { Button, TextInput } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignInRefusal } from '../../src-shared/bridge/contract.ts';
import type { SessionView } from '../../src-shared/bridge/views.ts';
import { useAction } from '../bridge/hooks.tsx';
import { PasswordField } from './PasswordField.tsx';
import { signInRefusalText } from './refusals.ts';
import styles from './SessionCard.module.css';
import { SessionCard } from './SessionCard.tsx';

type Problem = SignInRefusal | { reason: 'lost' };

/** First use on this machine, or after the session ended. */
export default function SignIn({
  session,
  back,
}: {
  session: SessionView & { phase: 'signed-out' };
  back?: () => void;
}) {
  const { t } = useTranslation('session');
  const signIn = useAction('session.signIn');
  const [serverUrl, setServerUrl] = useState(session.serverUrl);
  const [email, setEmail] = useState(session.email ?? '');
  const [password, setPassword] = useState('');
  const [serverShown, showServer] = useState(session.serverUrl === '');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const serverOk = isHttpUrl(serverUrl);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setProblem(null);
    if (!serverOk) showServer(true);
    if (!serverOk || email.trim() === '' || password === '') return;
    setBusy(true);
    try {
      const result = await signIn({ serverUrl: serverUrl.trim(), email: email.trim(), password });
      if (result.ok) return;
      setProblem(result);
      if (result.reason === 'unreachable') showServer(true);
      if (result.reason === 'wrong-credentials') setPassword('');
    } catch {
      setProblem({ reason: 'lost' });
    } finally {
      setBusy(false);
    }
  };

  return (
    <SessionCard title={t('signIn.title')}>
      {session.notice !== null && (
        <p className={styles.notice} role="status">
          {t(`notice.${session.notice}`)}
        </p>
      )}
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextInput
          label={t('signIn.email')}
          type="email"
          autoComplete="username"
          autoFocus={session.email === null}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={tried && email.trim() === '' ? t('signIn.emailMissing') : null}
        />
        <PasswordField
          label={t('signIn.password')}
          autoComplete="current-password"
          autoFocus={session.email !== null}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={tried && password === '' && problem === null ? t('signIn.passwordMissing') : null}
        />
        <button
          type="button"
          className={styles.fold}
          aria-expanded={serverShown}
          aria-controls="server-address"
          onClick={() => showServer(!serverShown)}
        >
          <ChevronRight size={16} aria-hidden="true" />
          {t('signIn.server')}
        </button>
        <div id="server-address" hidden={!serverShown}>
          <TextInput
            label={t('signIn.serverAddress')}
            description={t('signIn.serverHint')}
            type="url"
            inputMode="url"
            value={serverUrl}
            onChange={(event) => setServerUrl(event.currentTarget.value)}
            error={tried && !serverOk ? t('signIn.serverInvalid') : null}
          />
        </div>
        {problem !== null && (
          <p className={styles.refusal} role="alert">
            {problem.reason === 'lost' ? t('refusal.lost') : signInRefusalText(t, problem)}
          </p>
        )}
        <Button type="submit" variant="filled" loading={busy} fullWidth size="md">
          {t('signIn.submit')}
        </Button>
        {back !== undefined && (
          <Button variant="subtle" fullWidth onClick={back}>
            {t('locked.back')}
          </Button>
        )}
      </form>
    </SessionCard>
  );
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text.trim());
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
}
