import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A password, whose eye is named in the interface's language (the library's own name is English). */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useTranslation('session');
  return <PasswordInput visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }} {...props} />;
}
