import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateValues } from '../../src-shared/protocol/templates.ts';
import styles from './StartDialog.module.css';

type Location = TemplateValues['location'];

interface Props {
  location: Location;
  /** null as long as it is no place on earth. */
  change(location: Location): void;
}

/** Degrees as people copy them from a map: with a point or a comma. */
function degrees(text: string, most: number): number | null {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) || Math.abs(value) > most ? null : value;
}

/** The place above the text of a template with a location. */
export function LocationFields({ location, change }: Props) {
  const { t } = useTranslation('start');
  const [texts, setTexts] = useState({
    latitude: location === null ? '' : String(location.latitude),
    longitude: location === null ? '' : String(location.longitude),
    name: location?.name ?? '',
    address: location?.address ?? '',
  });
  const set = (part: Partial<typeof texts>) => {
    const next = { ...texts, ...part };
    setTexts(next);
    const latitude = degrees(next.latitude, 90);
    const longitude = degrees(next.longitude, 180);
    const { name, address } = next;
    change(latitude === null || longitude === null ? null : { latitude, longitude, name, address });
  };
  const wrong = (text: string, most: number) => text.trim() !== '' && degrees(text, most) === null;
  return (
    <div className={styles.location}>
      <TextInput
        label={t('location.latitude')}
        required
        inputMode="decimal"
        value={texts.latitude}
        error={wrong(texts.latitude, 90) ? t('location.invalidLatitude') : null}
        onChange={(event) => set({ latitude: event.currentTarget.value })}
      />
      <TextInput
        label={t('location.longitude')}
        required
        inputMode="decimal"
        value={texts.longitude}
        error={wrong(texts.longitude, 180) ? t('location.invalidLongitude') : null}
        onChange={(event) => set({ longitude: event.currentTarget.value })}
      />
      <TextInput
        label={t('location.name')}
        maxLength={200}
        value={texts.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t('location.address')}
        maxLength={400}
        value={texts.address}
        onChange={(event) => set({ address: event.currentTarget.value })}
      />
    </div>
  );
}
