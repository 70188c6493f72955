import { Button, Radio } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/hooks.tsx';
import { PasswordField } from './PasswordField.tsx';
import styles from './SessionCard.module.css';
import { SessionCard } from './SessionCard.tsx';

/** There is no keyring on this machine: the person decides, knowingly, where the key of the files is kept. */
export default function ChooseProtection() {
  const { t } = useTranslation('session');
  const protect = useAction('session.protect');
  const [way, setWay] = useState<'password' | 'file'>('password');
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setWrong(false);
    try {
      const result = await protect({ way, password: way === 'password' ? password : null });
      setWrong(!result.ok);
    } finally {
      setBusy(false);
    }
  };

  return (
    <SessionCard title={t('protect.title')} lead={t('protect.why')}>
      <form className={styles.form} onSubmit={submit}>
        <Radio.Group
          value={way}
          onChange={(value) => setWay(value === 'file' ? 'file' : 'password')}
          aria-label={t('protect.title')}
        >
          <Radio value="password" label={t('protect.password')} description={t('protect.passwordHint')} />
          <Radio mt={12} value="file" label={t('protect.file')} description={t('protect.fileHint')} />
        </Radio.Group>
        {way === 'password' && (
          <PasswordField
            label={t('protect.yourPassword')}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={wrong ? t('protect.wrong') : null}
          />
        )}
        <Button
          type="submit"
          variant="filled"
          loading={busy}
          fullWidth
          size="md"
          disabled={way === 'password' && password === ''}
        >
          {t('protect.submit')}
        </Button>
      </form>
    </SessionCard>
  );
}
