import { useTranslation } from 'react-i18next';
import { usePreferences, useSetPreferences } from '../app/preferences.ts';
import { ChoiceField } from './ChoiceField.tsx';
import styles from './SettingsSection.module.css';

const zooms = ['0.8', '0.9', '1', '1.1', '1.25', '1.5'] as const;

export function AppearanceSettings() {
  const { t } = useTranslation('settings');
  const preferences = usePreferences();
  const set = useSetPreferences();
  const zoom = zooms.find((one) => Number(one) === preferences.zoom) ?? '1';
  return (
    <div className={styles.body}>
      <ChoiceField
        label={t('appearance.theme')}
        value={preferences.theme}
        options={[
          { value: 'system', label: t('appearance.system') },
          { value: 'light', label: t('appearance.light') },
          { value: 'dark', label: t('appearance.dark') },
        ]}
        choose={(theme) => set({ theme })}
      />
      <ChoiceField
        label={t('appearance.density')}
        value={preferences.density}
        options={[
          { value: 'comfortable', label: t('appearance.comfortable') },
          { value: 'compact', label: t('appearance.compact') },
        ]}
        choose={(density) => set({ density })}
      />
      <ChoiceField
        label={t('appearance.zoom')}
        value={zoom}
        options={zooms.map((value) => ({ value, label: `${Math.round(Number(value) * 100)}%` }))}
        choose={(value) => set({ zoom: Number(value) })}
      />
      <ChoiceField
        label={t('appearance.language')}
        value={preferences.language}
        options={[
          { value: 'pt-BR', label: 'Português' },
          { value: 'en', label: 'English' },
          { value: 'es', label: 'Español' },
        ]}
        choose={(language) => set({ language })}
      />
    </div>
  );
}
