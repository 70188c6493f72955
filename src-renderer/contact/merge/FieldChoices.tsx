import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView } from '../../../src-shared/bridge/views.ts';
import type { MergeChoices } from '../../../src-shared/protocol/contacts.ts';
import { formatFieldValue } from '../../../src-shared/rules/field-value.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import styles from './Choices.module.css';

interface Props {
  into: ContactView;
  from: ContactView;
  /** `name` or a field's id, where both have a value and they differ. */
  conflicts: readonly string[];
  choices: MergeChoices;
  choose(change: MergeChoices): void;
}

interface Row {
  key: string;
  label: string;
  into: string | null;
  from: string | null;
}

/** Name and fields of both side by side. Where they differ, one of the two is chosen; a heading chooses its whole column. */
export function FieldChoices({ into, from, conflicts, choices, choose }: Props) {
  const { t, i18n } = useTranslation('record');
  const id = useId();
  const rows = rowsOf(into, from, t('merge.name'), i18n.language).filter(
    (row) => row.into !== null || row.from !== null,
  );
  const all = (side: 'into' | 'from') => choose(Object.fromEntries(conflicts.map((key) => [key, side])));
  const heading = (side: 'into' | 'from', view: ContactView) => (
    <th scope="col">
      {conflicts.length > 0 ? (
        <button type="button" onClick={() => all(side)} title={view.title}>
          {view.title}
        </button>
      ) : (
        <span title={view.title}>{view.title}</span>
      )}
      <small>{t(side === 'into' ? 'compare.this' : 'compare.other')}</small>
    </th>
  );
  return (
    <div className={styles.scrolled}>
      <table className={styles.choices}>
        <thead>
          <tr>
            <th scope="col">{t('merge.field')}</th>
            {heading('into', into)}
            {heading('from', from)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const differs = conflicts.includes(row.key);
            const chosen = choices[row.key];
            const cell = (side: 'into' | 'from') => {
              const words = row[side];
              if (!differs) return <td data-kept={words !== null || undefined}>{words}</td>;
              return (
                <td
                  data-kept={chosen === side || undefined}
                  data-left={(chosen !== undefined && chosen !== side) || undefined}
                >
                  <label>
                    <input
                      type="radio"
                      name={`${id}-${row.key}`}
                      aria-label={`${t('merge.which', { name: row.label })}: ${words}`}
                      checked={chosen === side}
                      onChange={() => choose({ [row.key]: side })}
                    />
                    <span>{words}</span>
                  </label>
                </td>
              );
            };
            return (
              <tr key={row.key} data-open={(differs && chosen === undefined) || undefined}>
                <th scope="row">{row.label}</th>
                {cell('into')}
                {cell('from')}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function rowsOf(into: ContactView, from: ContactView, name: string, language: string): Row[] {
  const theirs = new Map(from.fields.map(({ field, value }) => [field.id, value]));
  const fields = into.fields.map(({ field, value }): Row => {
    const words = (kept: string | null) =>
      kept === null ? null : neutralise(formatFieldValue(field.type, kept, language));
    return { key: field.id, label: field.name, into: words(value), from: words(theirs.get(field.id) ?? null) };
  });
  const nameOf = (view: ContactView) => (view.name === null ? null : neutralise(view.name));
  return [{ key: 'name', label: name, into: nameOf(into), from: nameOf(from) }, ...fields];
}
