import { useTranslation } from 'react-i18next';
import type { Template } from '../../../src-shared/protocol/templates.ts';
import styles from './TemplateSettings.module.css';
import { toneOf } from './words.ts';

/** The provider's state in a word; a template that it approved and we cannot send says so. */
export function StateBadge({ template }: { template: Template }) {
  const { t } = useTranslation('content');
  const unsupported = template.status === 'approved' && template.unsupported !== null;
  return (
    <span className={styles.state} data-tone={toneOf(template)}>
      {t(unsupported ? 'templates.status.unsupported' : `templates.status.${template.status}`)}
    </span>
  );
}
