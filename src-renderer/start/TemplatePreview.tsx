import { Copy, ExternalLink, FileText, Image, MapPin, Phone, Reply, Video } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Template, TemplateButton, TemplateValues } from '../../src-shared/protocol/templates.ts';
import { fillTemplate } from '../../src-shared/rules/template.ts';
import { fileSize } from '../chat/text/sizes.ts';
import { markedParts } from './marked-text.ts';
import styles from './TemplatePreview.module.css';
import type { HeaderUpload } from './use-header-upload.ts';

interface Props {
  template: Template;
  values: TemplateValues;
  file: HeaderUpload['file'];
}

const buttonIcons: Record<TemplateButton['kind'], typeof Reply> = {
  reply: Reply,
  url: ExternalLink,
  phone: Phone,
  code: Copy,
  other: Reply,
};

/** The message as it will stand on the customer's telephone, while it is still being filled in. */
export function TemplatePreview({ template, values, file }: Props) {
  const { t } = useTranslation('start');
  const filled = fillTemplate(template, values);
  return (
    <div className={styles.bubble}>
      <Header template={template} values={values} file={file} />
      {filled.header !== null && (
        <p className={styles.title}>
          <Words text={filled.header} />
        </p>
      )}
      <p className={styles.body}>
        <Words text={filled.body} />
      </p>
      {filled.footer !== null && <p className={styles.footer}>{filled.footer}</p>}
      {filled.buttons.length > 0 && (
        <ul className={styles.buttons}>
          {filled.buttons.map((button) => {
            const Icon = buttonIcons[button.kind];
            return (
              <li key={`${button.kind} ${button.text} ${button.value}`} title={button.value ?? undefined}>
                <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
                {button.text === '' ? t('template.copyCode') : button.text}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function Header({ template, values, file }: Props) {
  const { t, i18n } = useTranslation('start');
  const kind = template.header?.kind;
  if (kind === 'location') {
    const { location } = values;
    return (
      <div className={styles.place}>
        <MapPin size={20} strokeWidth={1.75} aria-hidden="true" />
        <span>
          <b>{location?.name || t('preview.location')}</b>
          {location !== null && <small>{location.address || `${location.latitude}, ${location.longitude}`}</small>}
        </span>
      </div>
    );
  }
  if (kind === 'document') {
    return (
      <div className={styles.document}>
        <FileText size={24} strokeWidth={1.5} aria-hidden="true" />
        <span>
          <b>{file?.name ?? t('preview.mediaMissing.document')}</b>
          {file !== null && <small>{fileSize(file.bytes, i18n.language)}</small>}
        </span>
      </div>
    );
  }
  if (kind !== 'image' && kind !== 'video') return null;
  if (file === null) {
    const Icon = kind === 'image' ? Image : Video;
    return (
      <div className={styles.missing}>
        <Icon size={24} strokeWidth={1.5} aria-hidden="true" />
        {t(`preview.mediaMissing.${kind}`)}
      </div>
    );
  }
  if (kind === 'image') return <img className={styles.medium} src={file.url} alt={t('preview.image')} />;
  return (
    <video className={styles.medium} src={file.url} controls muted playsInline aria-label={t('preview.video')}>
      <track kind="captions" />
    </video>
  );
}

const tags = { bold: 'b', italic: 'i', strike: 's', mono: 'code', place: 'mark' } as const;

/** Text as WhatsApp shows it, with the places that are still empty marked. */
function Words({ text }: { text: string }) {
  return markedParts(text).map((part) => {
    const Tag = part.mark === null ? Fragment : tags[part.mark];
    return <Tag key={part.at}>{part.text}</Tag>;
  });
}
