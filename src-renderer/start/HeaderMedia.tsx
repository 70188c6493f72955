import { Button, CloseButton, Progress } from '@mantine/core';
import { Upload } from 'lucide-react';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './StartDialog.module.css';
import type { HeaderMedium, HeaderUpload } from './use-header-upload.ts';

interface Props {
  medium: HeaderMedium;
  header: HeaderUpload;
  accept: string;
}

/** The picture, video or document that stands above the text. */
export function HeaderMedia({ medium, header, accept }: Props) {
  const { t } = useTranslation('start');
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { file, upload, problem } = header;
  const percent = upload === null ? 0 : Math.round((upload.sentBytes / Math.max(1, upload.bytes)) * 100);
  const ready = header.mediaId !== null;
  return (
    <div className={styles.medium}>
      <span id={id} className={styles.label}>
        {t(`media.${medium}`)} <span aria-hidden="true">*</span>
      </span>
      <div className={styles.file}>
        <Button
          leftSection={<Upload size={16} strokeWidth={1.75} />}
          aria-describedby={id}
          onClick={() => input.current?.click()}
        >
          {t(file === null ? 'media.choose' : 'media.change')}
        </Button>
        {file !== null && (
          <>
            <span className={styles.fileName} role="status" title={file.name}>
              {ready ? t('media.ready', { name: file.name }) : t('media.uploading', { name: file.name, percent })}
            </span>
            <CloseButton size={28} aria-label={t('media.remove', { name: file.name })} onClick={header.remove} />
          </>
        )}
      </div>
      {file !== null && !ready && <Progress size={3} value={percent} aria-hidden="true" />}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t(`media.${medium}`)}
        accept={accept}
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          if (chosen !== undefined) header.choose(chosen);
          // The same file may be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
