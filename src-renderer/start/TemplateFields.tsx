import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Template, TemplateValues } from '../../src-shared/protocol/templates.ts';
import { type TemplateField, type TemplateProblem, templateFields } from '../../src-shared/rules/template.ts';
import { GrowingTextarea } from '../ui/GrowingTextarea.tsx';
import { HeaderMedia } from './HeaderMedia.tsx';
import { LocationFields } from './LocationFields.tsx';
import { withValue, wordOf } from './template-choice.ts';
import type { HeaderUpload } from './use-header-upload.ts';

interface Props {
  template: Template;
  values: TemplateValues;
  problems: readonly TemplateProblem[];
  header: HeaderUpload;
  /** What the channel takes of the header's kind, for the file dialog. */
  accept: string;
  change(values: TemplateValues): void;
  submit(): void;
}

/** What must be completed, from top to bottom as the customer reads it; what is wrong is said while it is typed. */
export function TemplateFields({ template, values, problems, header, accept, change, submit }: Props) {
  const { t } = useTranslation('start');
  // A field that nobody came to yet is not complained about.
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const label = (field: TemplateField & { kind: 'text' }) => {
    // A button that copies a code has its words from WhatsApp, so the provider names none.
    if (field.part === 'button')
      return field.button ? t('template.button', { text: field.button }) : t('template.code');
    return t(`template.${field.part}`, { key: field.key });
  };
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  return templateFields(template).map((field) => {
    if (field.kind === 'media')
      return <HeaderMedia key="media" medium={field.medium} header={header} accept={accept} />;
    if (field.kind === 'location') {
      return (
        <LocationFields
          key="location"
          location={values.location}
          change={(location) => change({ ...values, location })}
        />
      );
    }
    const id = `${field.part} ${field.key}`;
    const problem = problems.find(({ part, key }) => part === field.part && key === field.key)?.problem;
    const shown = problem !== undefined && (problem !== 'empty' || visited.has(id));
    return (
      <GrowingTextarea
        key={id}
        label={label(field)}
        placeholder={field.example === null ? undefined : t('template.example', { example: field.example })}
        required
        minRows={1}
        maxRows={4}
        maxLength={1024}
        spellCheck
        value={wordOf(values, field)}
        error={shown ? t(`value.${wordable(problem)}`) : null}
        onChange={(event) => {
          setVisited((now) => new Set(now).add(id));
          change(withValue(values, field.part, field.key, event.currentTarget.value));
        }}
        onBlur={() => setVisited((now) => new Set(now).add(id))}
        onKeyDown={enter}
      />
    );
  });
}

function wordable(problem: TemplateProblem['problem']): 'empty' | 'newline' | 'tab' | 'spaces' | 'too-long' {
  return problem === 'missing-media' || problem === 'missing-location' ? 'empty' : problem;
}
