import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import editing from '../editing/Editing.module.css';
import styles from './Tag.module.css';

/** Colours that keep apart from each other, for people who see few of them too. */
const colors = [
  ['teal', '#0b6b75'],
  ['blue', '#2f6fb0'],
  ['violet', '#6a4fb3'],
  ['pink', '#b0307f'],
  ['red', '#b42318'],
  ['orange', '#b8540b'],
  ['yellow', '#9a7400'],
  ['green', '#147a4a'],
  ['brown', '#7a4f2b'],
  ['gray', '#5f6b74'],
] as const;

interface Props {
  value: string;
  change(color: string): void;
  error: string | undefined;
}

export function ColorChoice({ value, change, error }: Props) {
  const { t } = useTranslation('operation');
  const known = colors.some(([, color]) => color === value.toLowerCase());
  return (
    <Radio.Group label={t('tag.color')} value={value.toLowerCase()} onChange={change} error={error ?? null}>
      <div className={styles.colors}>
        {colors.map(([name, color]) => (
          <Radio
            key={color}
            value={color}
            label={
              <span className={styles.color}>
                <i className={styles.dot} style={{ background: color }} aria-hidden="true" />
                {t(`tag.colors.${name}`)}
              </span>
            }
          />
        ))}
        {!known && (
          <Radio
            value={value.toLowerCase()}
            label={
              <span className={styles.color}>
                <i className={styles.dot} style={{ background: value }} aria-hidden="true" />
                {value}
              </span>
            }
          />
        )}
      </div>
      {error !== undefined && <span className={editing.fieldError}>{error}</span>}
    </Radio.Group>
  );
}
