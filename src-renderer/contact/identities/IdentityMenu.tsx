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
  /** Its row goes, and the focus with it, unless it is taken elsewhere. */
  removed(): void;
}

/** What an agent may say of an address: that it is the customer's, that several people use it, or that it is wrong. */
export function IdentityMenu({ contactId, identity, address, online, removed }: Props) {
  const { t } = useTranslation('record');
  const mark = useServerAction('contact.identityMark');
  const remove = useServerAction('contact.identityRemove');
  const refusalWords = useRefusalWords();
  const tell = async (asked: Promise<Outcome>) => {
    const outcome = await asked;
    if (!outcome.ok) announceProblem(outcome.reason === 'invalid' ? t('identity.used') : refusalWords(outcome.reason));
  };
  const takeAway = async () => {
    const asked = remove(name);
    await tell(asked);
    if (!(await asked).ok) return;
    announceDone(t('identity.removed', { address }));
    removed();
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
          onClick={() => void tell(mark({ ...name, verified: !verified }))}
        >
          {t(verified ? 'identity.unverify' : 'identity.verify')}
        </Menu.Item>
        <Menu.Item
          leftSection={identity.shared ? <UserRound size={16} /> : <UsersRound size={16} />}
          disabled={!online}
          onClick={() => void tell(mark({ ...name, shared: !identity.shared }))}
        >
          {t(identity.shared ? 'identity.unshare' : 'identity.share')}
        </Menu.Item>
        {!identity.proved && (
          <Menu.Item leftSection={<Trash2 size={16} />} disabled={!online} onClick={() => void takeAway()}>
            {t('identity.remove')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
