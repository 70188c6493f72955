import { NumberInput, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './Editing.module.css';

interface NumberProps {
  label: string;
  description?: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  decimals?: number;
  suffix?: string;
  disabled?: boolean;
  error?: string | undefined;
  change(value: number): void;
}

/** A whole number (or one with few decimals). An emptied field is its least value when it is left. */
export function NumberField({ change, decimals = 0, suffix, error, ...props }: NumberProps) {
  return (
    <NumberInput
      {...props}
      allowDecimal={decimals > 0}
      decimalScale={decimals}
      decimalSeparator=","
      clampBehavior="blur"
      error={error ?? null}
      {...(suffix === undefined ? {} : { suffix: ` ${suffix}` })}
      onChange={(value) => {
        if (typeof value === 'number') change(value);
      }}
    />
  );
}

interface OptionalProps extends Omit<NumberProps, 'value' | 'change' | 'label'> {
  /** The switch: «Exigir aceite». */
  switchLabel: string;
  /** The field: «Segundos para aceitar». */
  label: string;
  value: number | null;
  /** What it begins with when it is switched on. */
  initial: number;
  change(value: number | null): void;
}

/** A number that may be off (null). The field keeps its place while it is. */
export function OptionalNumber({ switchLabel, description, value, initial, change, ...field }: OptionalProps) {
  const { t } = useTranslation('operation');
  return (
    <div className={styles.pair}>
      <Switch
        label={switchLabel}
        {...(description === undefined ? {} : { description })}
        checked={value !== null}
        onChange={(event) => change(event.currentTarget.checked ? initial : null)}
      />
      {value === null ? (
        <span className={styles.hint}>{t('off')}</span>
      ) : (
        <NumberField {...field} value={value} change={change} />
      )}
    </div>
  );
}
