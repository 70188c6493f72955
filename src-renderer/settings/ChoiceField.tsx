import { SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import styles from './SettingsSection.module.css';

interface Props<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  choose(value: Value): void;
}

/** A choice of a few that takes effect at once. */
export function ChoiceField<Value extends string>({ label, value, options, choose }: Props<Value>) {
  const id = useId();
  return (
    <div className={styles.field}>
      <span className={styles.label} id={id}>
        {label}
      </span>
      <SegmentedControl
        aria-labelledby={id}
        value={value}
        data={options.map((option) => ({ ...option }))}
        onChange={(chosen) => choose(chosen)}
      />
    </div>
  );
}
