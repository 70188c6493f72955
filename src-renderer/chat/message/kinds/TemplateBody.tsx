import { Copy, ExternalLink, LayoutTemplate, type LucideIcon, Phone, Reply, SquareMousePointer } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SentTemplate } from '../../../../src-shared/protocol/content.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import type { BodyProps } from '../body.ts';
import kinds from './Kinds.module.css';
import { Medium } from './Medium.tsx';
import { numbered } from './numbered.ts';
import styles from './TemplateBody.module.css';

const glyphs: Record<SentTemplate['buttons'][number]['kind'], LucideIcon> = {
  reply: Reply,
  url: ExternalLink,
  phone: Phone,
  code: Copy,
  other: SquareMousePointer,
};

/** A template as the customer saw it, words filled in; buttons too, though they can only be pressed over there. */
export function TemplateBody({ message, author, text }: BodyProps & { text: ReactNode }) {
  const { t } = useTranslation(['chat', 'start']);
  const content = message.content?.type === 'template' ? message.content : null;
  return (
    <>
      <small className={kinds.label}>
        <LayoutTemplate size={14} strokeWidth={1.75} aria-hidden="true" />
        <span>{content === null ? t('message.template') : t('message.templateName', { name: content.name })}</span>
      </small>
      {message.media !== null && (
        <div className={styles.medium}>
          <Medium message={message} author={author} />
        </div>
      )}
      {content?.header != null && <div className={styles.header}>{neutralise(content.header)}</div>}
      {text}
      {content?.footer != null && (
        <small className={`${kinds.quiet} ${styles.footer}`}>{neutralise(content.footer)}</small>
      )}
      {content !== null && content.buttons.length > 0 && (
        <ul className={styles.buttons} aria-label={t('message.templateButtons')}>
          {numbered(content.buttons).map(({ at, one: { kind, text: words } }) => {
            const Glyph = glyphs[kind];
            return (
              <li key={at}>
                <Glyph size={14} strokeWidth={1.75} aria-hidden="true" />
                {words === '' ? t('start:template.copyCode') : neutralise(words)}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
