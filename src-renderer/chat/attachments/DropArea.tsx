import { FilePlus } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './DropArea.module.css';

interface Props {
  enabled: boolean;
  onFiles(files: File[]): void;
  className?: string | undefined;
  label: string;
  children: ReactNode;
}

/** The chat takes files dropped anywhere on it, and says so while they are over it. */
export function DropArea({ enabled, onFiles, className, label, children }: Props) {
  const { t } = useTranslation('chat');
  // Entering a child leaves its parent, so only the balance of both tells whether the files are still over the chat.
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    <section
      className={className}
      aria-label={label}
      onDragEnter={(event) => {
        if (!carriesFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!carriesFiles(event)) return;
        depth.current -= 1;
        if (depth.current <= 0) setOver(false);
      }}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = enabled ? 'copy' : 'none';
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return;
        // Also where nothing can be attached: the browser would open the file in this window.
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        if (enabled) onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {over && (
        <div className={styles.over} data-enabled={enabled} role="status">
          <FilePlus size={32} strokeWidth={1.5} aria-hidden="true" />
          {t(enabled ? 'attachment.drop' : 'attachment.dropRefused')}
        </div>
      )}
    </section>
  );
}
