import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../../src-shared/bridge/views.ts';
import { type EmailSend, isMailAddress } from '../../../../src-shared/protocol/content.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import { useBridge } from '../../../bridge/hooks.tsx';
import type { Attachments } from '../../attachments/use-attachments.ts';
import { fileSize } from '../../text/sizes.ts';
import { useFlushed } from '../use-flushed.ts';
import { emailDraftsOf, type WrittenEmail } from './email-drafts.ts';
import { useSignature } from './use-signature.ts';

/** What the composer needs where the answer goes by e-mail. */
export interface EmailComposing {
  draft: WrittenEmail;
  change(change: Partial<WrittenEmail>): void;
  /** What will stand below the text; null: nothing that is known of. */
  signature: string | null;
  /** Why it cannot go out as it is, in words; null: it can. */
  problem: string | null;
  envelope: EmailSend;
  sent(): void;
}

/** null: the answer goes another way. */
export function useEmail(through: string, reached: ConversationView, attachments: Attachments): EmailComposing | null {
  const { t, i18n } = useTranslation('chat');
  const drafts = emailDraftsOf(useBridge());
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.of(through));
  const isMail = reached.channel === 'email';
  const signature = useSignature(isMail ? (reached.connection?.id ?? null) : null);
  useEffect(() => {
    if (isMail) void drafts.open(through);
  }, [isMail, drafts, through]);
  useFlushed(drafts.flush);
  if (!isMail) return null;

  const { cc, bcc, quoteHistory } = draft;
  const wrong = [...cc, ...bcc].find((address) => !isMailAddress(address));
  const files = reached.connection?.capabilities.files ?? null;
  const bytes = attachments.items.reduce((sum, { upload }) => sum + upload.bytes, 0);
  const problem =
    wrong !== undefined
      ? t('email.badAddress', { address: neutralise(wrong) })
      : files !== null && attachments.items.length > files.most
        ? t('email.tooMany', { count: files.most })
        : files !== null && bytes > files.bytes
          ? t('email.tooLarge', {
              size: fileSize(bytes, i18n.language),
              limit: fileSize(files.bytes, i18n.language),
            })
          : null;
  const subject = draft.subject.trim();
  return {
    draft,
    change: (change) => drafts.change(through, change),
    signature,
    problem,
    envelope: { subject: subject === '' ? null : subject, cc: [...cc], bcc: [...bcc], quoteHistory },
    sent: () => drafts.clear(through),
  };
}
