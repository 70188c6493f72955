import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UploadView } from '../../../src-shared/bridge/views.ts';
import type { Capabilities } from '../../../src-shared/protocol/entities.ts';
import { useAction, useBridge, useWatch } from '../../bridge/hooks.tsx';
import { fileSize } from '../text/sizes.ts';
import { fileProblem, takesCaption } from './limits.ts';

export interface Attachment {
  upload: UploadView;
  /** A picture to show while and after it is uploaded; null: none. */
  preview: string | null;
  /** Why it cannot go the way that is chosen now; null: it can. */
  misfit: 'too-large' | 'unsupported-media' | null;
  /** Words may go with it; else it goes in a message of its own. */
  takesCaption: boolean;
}

export interface Attachments {
  items: Attachment[];
  /** What could not be attached and why, in words; newest last. */
  problems: { id: number; words: string }[];
  uploading: boolean;
  add(files: readonly File[]): void;
  /** A recording of the composer; its upload's id, or null when it was not taken (said as a problem). */
  addVoice(file: File): Promise<string | null>;
  remove(uploadId: string): void;
  /** It went with a message; it is not offered again. */
  used(uploadId: string): void;
  dismiss(problemId: number): void;
}

const none: UploadView[] = [];

/** Files on their way into a message of this conversation. They belong to the engine, so they outlive this view. */
export function useAttachments(conversationId: string, capabilities: Capabilities | null): Attachments {
  const { t, i18n } = useTranslation('chat');
  const bridge = useBridge();
  const cancel = useAction('upload.cancel');
  const uploads = useWatch('uploads', { conversationId }) ?? none;
  const [usedIds, setUsedIds] = useState<ReadonlySet<string>>(new Set());
  const [problems, setProblems] = useState<Attachments['problems']>([]);
  const [previews, setPreviews] = useState<ReadonlyMap<string, string>>(new Map());
  const previewUrls = useRef<string[]>([]);
  const lastProblem = useRef(0);
  const handedOver = useRef<Promise<unknown>>(Promise.resolve());

  useEffect(() => {
    const urls = previewUrls.current;
    return () => {
      for (const url of urls.splice(0)) URL.revokeObjectURL(url);
    };
  }, []);

  const complain = useCallback((words: string) => {
    lastProblem.current += 1;
    const id = lastProblem.current;
    setProblems((now) => [...now.slice(-2), { id, words }]);
  }, []);

  const attach = useCallback(
    async (file: File, allowed: Capabilities, voice = false): Promise<string | null> => {
      const name = file.name === '' ? t('media.image') : file.name;
      const problem = fileProblem(file, allowed);
      if (problem !== null) {
        complain(
          problem.reason === 'too-large'
            ? t('attachment.tooLarge', {
                name,
                size: fileSize(file.size, i18n.language),
                limit: fileSize(problem.maxBytes, i18n.language),
              })
            : t(`attachment.${problem.reason}`, { name }),
        );
        return null;
      }
      const started = await bridge.upload(conversationId, file, name, { voice });
      if (!started.ok) {
        complain(refusedWords(t, started.reason, name));
        return null;
      }
      if (file.type.startsWith('image/')) {
        const url = URL.createObjectURL(file);
        previewUrls.current.push(url);
        setPreviews((now) => new Map(now).set(started.id, url));
      }
      return started.id;
    },
    [bridge, conversationId, complain, t, i18n.language],
  );

  const add = useCallback(
    (files: readonly File[]) => {
      if (capabilities === null) return;
      for (const file of files) {
        // One after another, each only as far as the engine: requests side by side would arrive in any order, and the
        // files go to the customer in the order they were chosen.
        handedOver.current = handedOver.current
          .then(() => attach(file, capabilities))
          .catch((error: unknown) => {
            console.error(error);
            complain(t('attachment.serverError', { name: file.name }));
          });
      }
    },
    [attach, capabilities, complain, t],
  );

  const addVoice = useCallback(
    async (file: File) => (capabilities === null ? null : await attach(file, capabilities, true)),
    [attach, capabilities],
  );

  const items = useMemo(
    () =>
      uploads
        .filter(({ id }) => !usedIds.has(id))
        .map((upload) => ({
          upload,
          preview: previews.get(upload.id) ?? readyImage(upload, bridge.mediaUrl),
          misfit: misfitOf(upload, capabilities),
          takesCaption: upload.voice !== true && takesCaption(upload.mime, capabilities),
        })),
    [uploads, usedIds, previews, bridge, capabilities],
  );

  return {
    items,
    problems,
    uploading: items.some(({ upload }) => upload.state === 'uploading' || upload.state === 'waiting'),
    add,
    addVoice,
    remove: (id) => void cancel({ id }),
    used: (id) => setUsedIds((now) => new Set(now).add(id)),
    dismiss: (id) => setProblems((now) => now.filter((problem) => problem.id !== id)),
  };
}

/** It was attached for another channel of the same conversation. */
function misfitOf({ mime, bytes }: UploadView, capabilities: Capabilities | null): Attachment['misfit'] {
  const problem = capabilities === null ? null : fileProblem({ type: mime, size: bytes }, capabilities);
  if (problem === null || problem.reason === 'empty') return null;
  return problem.reason === 'too-large' ? 'too-large' : 'unsupported-media';
}

function readyImage(upload: UploadView, mediaUrl: (id: string) => string): string | null {
  return upload.mediaId !== null && upload.mime.startsWith('image/') ? mediaUrl(upload.mediaId) : null;
}

/** Why an upload ended, by the words of this area. */
export function refusedWords(
  t: ReturnType<typeof useTranslation<'chat'>>['t'],
  reason: NonNullable<UploadView['error']>,
  name: string,
): string {
  switch (reason) {
    case 'too-large':
      return t('attachment.tooLargeHere', { name });
    case 'unsupported-media':
      return t('attachment.unsupported', { name });
    case 'offline':
      return t('attachment.offline', { name });
    case 'server-error':
      return t('attachment.serverError', { name });
  }
}
