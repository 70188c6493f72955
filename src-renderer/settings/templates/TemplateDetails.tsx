import { useTranslation } from 'react-i18next';
import type { Template } from '../../../src-shared/protocol/templates.ts';
import { TemplatePreview } from '../../start/TemplatePreview.tsx';
import { StateBadge } from './StateBadge.tsx';
import styles from './TemplateSettings.module.css';
import { exampleValues, knownReason, languageName, toneOf } from './words.ts';

/** One template: how it stands at the provider, in plain words, and how a customer would see it. */
export function TemplateDetails({ template }: { template: Template }) {
  const { t, i18n } = useTranslation('content');
  const { status, reason, unsupported } = template;
  const known = reason === null ? null : knownReason(reason);
  return (
    <section className={styles.details} aria-label={template.name}>
      <div className={styles.facts}>
        <h3>{template.name}</h3>
        <div className={styles.standing} data-tone={toneOf(template)}>
          <StateBadge template={template} />
          <p>
            {status === 'approved' && unsupported !== null
              ? t('templates.unsupported', { part: unsupported })
              : t(`templates.statusHint.${status}`)}
          </p>
          {reason !== null && (
            <p>{known === null ? t('templates.reasonGiven', { reason }) : t(`templates.reason.${known}`)}</p>
          )}
        </div>
        <dl>
          <dt>{t('templates.categoryLabel')}</dt>
          <dd>{t(`templates.category.${template.category}`)}</dd>
          <dt>{t('templates.languageLabel')}</dt>
          <dd>{languageName(template.language, i18n.language)}</dd>
          <dt>{t('templates.qualityLabel')}</dt>
          <dd>{t(`templates.quality.${template.quality}`)}</dd>
          <dt>{t('templates.fieldsLabel')}</dt>
          <dd>{fieldNames(template).join(', ') || t('templates.noFields')}</dd>
        </dl>
      </div>
      <div className={styles.preview}>
        <h4>{t('preview')}</h4>
        <TemplatePreview template={template} values={exampleValues(template)} file={null} />
        <small>{t('templates.previewHint')}</small>
      </div>
    </section>
  );
}

/** As the provider writes them. */
function fieldNames({ header, body, buttons }: Template): string[] {
  const keys = [
    ...(header?.kind === 'text' ? header.parameters : []),
    ...body.parameters,
    ...buttons.flatMap(({ parameter }) => (parameter === null ? [] : [parameter])),
  ].map(({ key }) => `{{${key}}}`);
  return [...new Set(keys)];
}
