import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Template } from '../../src-shared/protocol/templates.ts';
import styles from './StartDialog.module.css';
import { languageName, templateMatches } from './template-choice.ts';

interface Props {
  templates: readonly Template[];
  chosen: Template | null;
  choose(templateId: string | null): void;
}

/** «Escolher modelo»: found by name or by text. */
export function TemplateSelect({ templates, chosen, choose }: Props) {
  const { t, i18n } = useTranslation('start');
  const byId = new Map(templates.map((one) => [one.id, one]));
  const about = (one: Template) =>
    `${languageName(one.language, i18n.language)} · ${t(`template.category.${one.category}`)}`;
  return (
    <Select
      label={t('template.label')}
      placeholder={t('template.placeholder')}
      required
      searchable
      disabled={templates.length === 0}
      description={chosen === null ? undefined : about(chosen)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      nothingFoundMessage={t('template.notFound')}
      maxDropdownHeight={260}
      data={templates.map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen?.id ?? null}
      onChange={choose}
      filter={({ options, search }) => {
        // The name of what is chosen stands in the field; opening it again shows them all.
        if (search.trim() === '' || search === chosen?.name) return options;
        return options.filter((option) => {
          const template = 'value' in option ? byId.get(option.value) : undefined;
          return template !== undefined && templateMatches(template, search);
        });
      }}
      renderOption={({ option }) => {
        const template = byId.get(option.value);
        return template === undefined ? (
          option.label
        ) : (
          <div className={styles.option}>
            <span>
              <b>{template.name}</b>
              <small>{about(template)}</small>
            </span>
            <p>{template.body.text}</p>
          </div>
        );
      }}
    />
  );
}
