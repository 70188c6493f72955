import { ActionIcon, Menu } from '@mantine/core';
import { EllipsisVertical, ShieldCheck, ShieldOff, Trash2, UserRound, UsersRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ContactView } from '../../../src-shared/bridge/views.ts';
import { announceDone, announceProblem } from '../../chat/outcome/announce.ts';
import { type Outcome, useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';

interface Props {
  contactId: string;
  identity: ContactView['identities'][number];
  address: string;
  online: boolean;
}

/** What an agent may say of an address: that it is the customer's, that several people use it, or that it is wrong. */
export function IdentityMenu({ contactId, identity, address, online }: Props) {
  const { t } = useTranslation('record');
  const mark = useServerAction('contact.identityMark');
  const remove = useServerAction('contact.identityRemove');
  const refusalWords = useRefusalWords();
  const tell = async (asked: Promise<Outcome>, done: string | null) => {
    const outcome = await asked;
    if (outcome.ok) {
      if (done !== null) announceDone(done);
    } else announceProblem(outcome.reason === 'invalid' ? t('identity.used') : refusalWords(outcome.reason));
  };
  const name = { contactId, identityId: identity.id };
  const verified = identity.verified !== null;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon size={24} aria-label={t('identity.more', { address })}>
          <EllipsisVertical size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={verified ? <ShieldOff size={16} /> : <ShieldCheck size={16} />}
          disabled={!online}
          onClick={() => void tell(mark({ ...name, verified: !verified }), null)}
        >
          {t(verified ? 'identity.unverify' : 'identity.verify')}
        </Menu.Item>
        <Menu.Item
          leftSection={identity.shared ? <UserRound size={16} /> : <UsersRound size={16} />}
          disabled={!online}
          onClick={() => void tell(mark({ ...name, shared: !identity.shared }), null)}
        >
          {t(identity.shared ? 'identity.unshare' : 'identity.share')}
        </Menu.Item>
        {!identity.proved && (
          <Menu.Item
            leftSection={<Trash2 size={16} />}
            disabled={!online}
            onClick={() => void tell(remove(name), t('identity.removed', { address }))}
          >
            {t('identity.remove')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
