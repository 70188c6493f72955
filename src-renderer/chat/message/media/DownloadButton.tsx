import { ActionIcon } from '@mantine/core';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../../bridge/hooks.tsx';

/** `name`: as which it is saved, shown harmlessly; null: as the browser calls it. `what`: for its accessible name. */
export function DownloadButton({ mediaId, name, what }: { mediaId: string; name: string | null; what: string }) {
  const { t } = useTranslation('chat');
  const bridge = useBridge();
  const words = t('media.downloadName', { name: name ?? what });
  return (
    <ActionIcon
      component="a"
      href={bridge.mediaUrl(mediaId)}
      download={name ?? true}
      aria-label={words}
      title={words}
      size={28}
    >
      <Download size={16} strokeWidth={1.75} />
    </ActionIcon>
  );
}
