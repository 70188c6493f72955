import { ClipboardList, ListChecks, type LucideIcon, MousePointerClick } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Content } from '../../../../src-shared/protocol/content.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import type { BodyProps } from '../body.ts';
import kinds from './Kinds.module.css';
import { numbered } from './numbered.ts';
import styles from './ReplyBody.module.css';

const glyphs: Record<Extract<Content, { type: 'reply' }>['to'], LucideIcon> = {
  button: MousePointerClick,
  list: ListChecks,
  form: ClipboardList,
};

/** What the customer pressed, chose or filled in. What they were asked is the quoted message above. */
export function ReplyBody({ message: { content }, text }: BodyProps & { text: ReactNode }) {
  const { t } = useTranslation('chat');
  if (content?.type !== 'reply') {
    return (
      <>
        <small className={kinds.label}>{t('message.interactive')}</small>
        {text}
      </>
    );
  }
  const Glyph = glyphs[content.to];
  return (
    <>
      <small className={kinds.label}>
        <Glyph size={14} strokeWidth={1.75} aria-hidden="true" />
        <span>{t(`reply.${content.to}`)}</span>
      </small>
      {content.title !== '' && (
        <div className={styles.title} dir="auto">
          {neutralise(content.title)}
        </div>
      )}
      {content.description !== null && content.description !== '' && (
        <span className={kinds.quiet}>{neutralise(content.description)}</span>
      )}
      {content.fields.length > 0 && (
        <table className={styles.fields}>
          <tbody>
            {numbered(content.fields).map(({ at, one: { name, value } }) => (
              <tr key={at}>
                <th scope="row">{neutralise(name)}</th>
                <td>{neutralise(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
