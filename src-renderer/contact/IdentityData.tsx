import { ActionIcon } from '@mantine/core';
import { Copy, MessageSquarePlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ContactView } from '../../src-shared/bridge/views.ts';
import { identityWords } from '../../src-shared/rules/identity-words.ts';
import { neutralise } from '../../src-shared/rules/safe-text.ts';
import { useRoute } from '../app/route.tsx';
import { useWatch } from '../bridge/hooks.tsx';
import { announceDone } from '../chat/outcome/announce.ts';
import { shortDate } from '../chat/text/times.ts';
import { startConnections } from '../start/known-target.ts';
import styles from './ContactPanel.module.css';

/** Name and addresses, each with its channel. */
export function IdentityData({ contact }: { contact: ContactView }) {
  const { t, i18n } = useTranslation('contact');
  const directory = useWatch('directory', {});
  const startable = new Set(directory === undefined ? [] : startConnections(directory).map(({ channel }) => channel));
  return (
    <dl className={styles.data}>
      <dt>{t('name')}</dt>
      <dd>
        <span>{contact.name === null ? t('noName') : neutralise(contact.name)}</span>
      </dd>
      {contact.identities.map((identity) => {
        const words = identityWords(identity);
        const profile =
          identity.profileName === null || identity.profileName === contact.name
            ? null
            : neutralise(identity.profileName);
        const shown = words === null ? (profile ?? t('identity.visitor')) : neutralise(words);
        return (
          <div key={identity.id} style={{ display: 'contents' }}>
            <dt>{t(`identity.${identity.channel}`)}</dt>
            <dd>
              <span>
                {words !== null && profile !== null ? t('identity.profile', { address: shown, name: profile }) : shown}
              </span>
              {startable.has(identity.channel) && (
                <StartButton contactId={identity.contactId} identityId={identity.id} address={shown} />
              )}
              {words !== null && <CopyButton value={words} />}
            </dd>
          </div>
        );
      })}
      <dt>{t('since')}</dt>
      <dd>
        <span>{shortDate(contact.createdAt, i18n.language)}</span>
      </dd>
    </dl>
  );
}

/** Where the contact can be written to first, a conversation begins from here too (C1). */
function StartButton({ contactId, identityId, address }: { contactId: string; identityId: string; address: string }) {
  const { t } = useTranslation('start');
  const openStart = useRoute((route) => route.openStart);
  const label = t('contactStart', { address });
  return (
    <ActionIcon
      size={24}
      className={styles.copy ?? ''}
      aria-label={label}
      title={label}
      onClick={() => openStart({ kind: 'identity', contactId, identityId })}
    >
      <MessageSquarePlus size={14} />
    </ActionIcon>
  );
}

function CopyButton({ value }: { value: string }) {
  const { t } = useTranslation('contact');
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    announceDone(t('copied'));
  };
  return (
    <ActionIcon size={24} className={styles.copy ?? ''} aria-label={t('copy', { value })} onClick={() => void copy()}>
      <Copy size={14} />
    </ActionIcon>
  );
}
