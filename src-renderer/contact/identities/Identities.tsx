import { ActionIcon } from '@mantine/core';
import { Copy, MessageSquarePlus, Plus, ShieldCheck, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView } from '../../../src-shared/bridge/views.ts';
import { identityWords } from '../../../src-shared/rules/identity-words.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { useRoute } from '../../app/route.tsx';
import { useWatch } from '../../bridge/hooks.tsx';
import { announceDone } from '../../chat/outcome/announce.ts';
import { shortDate } from '../../chat/text/times.ts';
import { useOnline } from '../../chat/use-online.ts';
import { startConnections } from '../../start/known-target.ts';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import panel from '../ContactPanel.module.css';
import { RecordName } from '../RecordName.tsx';
import { AddIdentity } from './AddIdentity.tsx';
import styles from './Identities.module.css';
import { IdentityMenu } from './IdentityMenu.tsx';

type Identity = ContactView['identities'][number];

/** The name and every address, each with its channel and what is known of it. */
export function Identities({ contact, merge }: { contact: ContactView; merge(otherId: string): void }) {
  const { t, i18n } = useTranslation('contact');
  const { t: record } = useTranslation('record');
  const online = useOnline();
  const [adding, setAdding] = useState(false);
  const { button: add, takeBack } = useFocusBack(adding);
  return (
    <>
      <dl className={panel.data}>
        <dt>{t('name')}</dt>
        <dd>
          <RecordName contact={contact} />
        </dd>
        {contact.identities.map((identity) => (
          <IdentityRow
            key={identity.id}
            contact={contact}
            identity={identity}
            online={online}
            removed={() => add.current?.focus()}
          />
        ))}
        <dt>{t('since')}</dt>
        <dd>
          <span>{shortDate(contact.createdAt, i18n.language)}</span>
        </dd>
      </dl>
      {adding ? (
        <AddIdentity
          contactId={contact.id}
          merge={merge}
          done={() => {
            takeBack();
            setAdding(false);
          }}
        />
      ) : (
        <button
          ref={add}
          type="button"
          className={panel.more}
          disabled={!online}
          title={online ? undefined : record('identity.offline')}
          onClick={() => setAdding(true)}
        >
          <Plus size={14} aria-hidden="true" />
          {record('identity.add')}
        </button>
      )}
    </>
  );
}

interface RowProps {
  contact: ContactView;
  identity: Identity;
  online: boolean;
  removed(): void;
}

function IdentityRow({ contact, identity, online, removed }: RowProps) {
  const { t } = useTranslation('contact');
  const { t: record } = useTranslation('record');
  const directory = useWatch('directory', {});
  const startable =
    directory !== undefined && startConnections(directory).some((one) => one.channel === identity.channel);
  const words = identityWords(identity);
  const profile =
    identity.profileName === null || [contact.name, words].includes(identity.profileName)
      ? null
      : neutralise(identity.profileName);
  const shown = words === null ? (profile ?? t('identity.visitor')) : neutralise(words);
  return (
    <div style={{ display: 'contents' }}>
      <dt>{t(`identity.${identity.channel}`)}</dt>
      <dd>
        <span>
          {words !== null && profile !== null ? t('identity.profile', { address: shown, name: profile }) : shown}
        </span>
        {identity.verified !== null && (
          <span className={styles.mark} data-tone="ok" title={record('identity.verifiedHint')}>
            <ShieldCheck size={14} role="img" aria-label={record('identity.verified')} />
          </span>
        )}
        {identity.shared && (
          <span className={styles.pill} title={record('identity.sharedHint')}>
            <UsersRound size={12} aria-hidden="true" />
            {record('identity.shared')}
          </span>
        )}
        <span className={styles.tools}>
          {startable && <StartButton contactId={identity.contactId} identityId={identity.id} address={shown} />}
          {words !== null && <CopyButton value={words} />}
          <IdentityMenu contactId={contact.id} identity={identity} address={shown} online={online} removed={removed} />
        </span>
      </dd>
    </div>
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
    <ActionIcon size={24} aria-label={t('copy', { value })} onClick={() => void copy()}>
      <Copy size={14} />
    </ActionIcon>
  );
}
