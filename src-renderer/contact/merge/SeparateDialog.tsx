import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactPartView, ContactView } from '../../../src-shared/bridge/views.ts';
import { identityWords } from '../../../src-shared/rules/identity-words.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { useWithdrawUndo } from '../../app/undo/offer.tsx';
import { announceDone } from '../../chat/outcome/announce.ts';
import { useOnline } from '../../chat/use-online.ts';
import { useFocusReturn } from '../../ui/use-focus-return.ts';
import styles from './Merge.module.css';
import { useMerging } from './use-merging.ts';

/** «Separar»: what goes where is said before. */
export function SeparateDialog({
  contact,
  part,
  close,
}: {
  contact: ContactView;
  part: ContactPartView;
  close(): void;
}) {
  useFocusReturn();
  const { t, i18n } = useTranslation('record');
  const { t: words } = useTranslation('contact');
  const { separate } = useMerging();
  const withdrawUndo = useWithdrawUndo();
  const online = useOnline();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const along = partsUnder(contact.parts, part.id);
  const list = new Intl.ListFormat(i18n.language);
  const addresses = [part, ...along].flatMap(({ identities }) =>
    identities.map((identity) => {
      const address = identityWords(identity);
      return address === null ? words('identity.visitor') : neutralise(address);
    }),
  );
  const submit = async () => {
    setBusy(true);
    const refused = await separate(part.mergeId);
    setBusy(false);
    if (refused === null) {
      withdrawUndo(part.id);
      announceDone(t('separate.done', { name: part.title }));
      close();
    } else setProblem(refused);
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t('separate.title', { name: part.title })}
      size={480}
      closeButtonProps={{ 'aria-label': t('separate.cancel') }}
    >
      <p>{t('separate.goes')}</p>
      <ul className={styles.goes}>
        <li>
          {addresses.length === 0
            ? t('separate.noAddresses')
            : t('separate.addresses', { list: list.format(addresses) })}
        </li>
        <li>{t('separate.whole')}</li>
        <li>{t('separate.messages')}</li>
        {along.length > 0 && <li>{t('separate.parts', { list: list.format(along.map(({ title }) => title)) })}</li>}
      </ul>
      <p>{t('separate.stays', { name: contact.title })}</p>
      <div className={styles.end}>
        <p role={problem === null ? undefined : 'alert'} data-problem={problem !== null || undefined}>
          {problem}
        </p>
        <Button onClick={close}>{t('separate.cancel')}</Button>
        <Button variant="filled" data-autofocus loading={busy} disabled={!online} onClick={() => void submit()}>
          {t('separate.confirm')}
        </Button>
      </div>
    </Modal>
  );
}

/** What was merged into a part goes with it. */
function partsUnder(parts: readonly ContactPartView[], id: string): ContactPartView[] {
  return parts.filter(({ intoId }) => intoId === id).flatMap((part) => [part, ...partsUnder(parts, part.id)]);
}
