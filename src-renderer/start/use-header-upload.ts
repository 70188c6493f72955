import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connectionPlace } from '../../src-shared/bridge/upload-place.ts';
import type { UploadView } from '../../src-shared/bridge/views.ts';
import type { Connection } from '../../src-shared/protocol/entities.ts';
import { useAction, useBridge, useWatch } from '../bridge/hooks.tsx';
import { fileProblem } from '../chat/attachments/limits.ts';
import { refusedWords } from '../chat/attachments/use-attachments.ts';
import { fileSize } from '../chat/text/sizes.ts';

export type HeaderMedium = 'image' | 'video' | 'document';

/** The file of a template's header: on its way, or ready under `mediaId`. */
export interface HeaderUpload {
  file: { name: string; bytes: number; url: string } | null;
  upload: UploadView | null;
  mediaId: string | null;
  problem: string | null;
  choose(file: File): void;
  /** Also when the dialog closes: what was sent has its own copy by then. */
  remove(): void;
}

/** What must be let go of again. `uploadId` null: the upload has not begun. */
interface Held {
  url: string;
  uploadId: string | null;
}

/** A medium is uploaded for the connection, because the conversation does not exist yet. */
export function useHeaderUpload(connection: Connection | null, medium: HeaderMedium | null): HeaderUpload {
  const { t, i18n } = useTranslation('chat');
  const bridge = useBridge();
  const cancel = useAction('upload.cancel');
  const place = connectionPlace(connection?.id ?? 'none');
  const uploads = useWatch('uploads', { conversationId: place });
  const [chosen, setChosen] = useState<{ name: string; bytes: number; url: string; uploadId: string | null } | null>(
    null,
  );
  const [problem, setProblem] = useState<string | null>(null);
  const held = useRef<Held | null>(null);
  const upload = uploads?.find(({ id }) => id === chosen?.uploadId) ?? null;

  const drop = useCallback(() => {
    const before = held.current;
    held.current = null;
    if (before === null) return;
    URL.revokeObjectURL(before.url);
    if (before.uploadId !== null) void cancel({ id: before.uploadId });
  }, [cancel]);
  const remove = useCallback(() => {
    drop();
    setChosen(null);
    setProblem(null);
  }, [drop]);

  // What was chosen for another kind of header, or for another number, does not fit this one.
  const wanted = medium === null ? null : `${place} ${medium}`;
  useEffect(() => (wanted === null ? undefined : remove), [wanted, remove]);

  const start = async (file: File, capabilities: Connection['capabilities'], kind: HeaderMedium) => {
    const wrong = fileProblem(file, { ...capabilities, media: capabilities.media.filter((one) => one.kind === kind) });
    if (wrong !== null) {
      setProblem(
        wrong.reason === 'too-large'
          ? t('attachment.tooLarge', {
              name: file.name,
              size: fileSize(file.size, i18n.language),
              limit: fileSize(wrong.maxBytes, i18n.language),
            })
          : t(`attachment.${wrong.reason}`, { name: file.name }),
      );
      return;
    }
    const mine: Held = { url: URL.createObjectURL(file), uploadId: null };
    held.current = mine;
    setChosen({ name: file.name, bytes: file.size, url: mine.url, uploadId: null });
    const started = await bridge.upload(place, file, file.name);
    if (held.current !== mine) {
      if (started.ok) void cancel({ id: started.id });
      return;
    }
    if (!started.ok) {
      remove();
      setProblem(refusedWords(t, started.reason, file.name));
      return;
    }
    mine.uploadId = started.id;
    setChosen({ name: file.name, bytes: file.size, url: mine.url, uploadId: started.id });
  };

  const failed = upload?.error ?? null;
  return {
    file: chosen,
    upload,
    mediaId: upload?.state === 'ready' ? upload.mediaId : null,
    problem: failed === null ? problem : refusedWords(t, failed, chosen?.name ?? ''),
    choose(file) {
      if (connection === null || medium === null) return;
      remove();
      start(file, connection.capabilities, medium).catch((error: unknown) => {
        console.error(error);
        remove();
        setProblem(t('attachment.serverError', { name: file.name }));
      });
    },
    remove,
  };
}
