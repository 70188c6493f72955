import { Button, Popover } from '@mantine/core';
import { Merge } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import { announceDone, announceProblem } from '../outcome/announce.ts';
import { shortDate } from '../text/times.ts';
import styles from './Group.module.css';
import { useJoining } from './use-joining.ts';

/** What is served within this conversation, each to be separated again (G3); nothing where it stands alone. */
export function GroupHere({ group, online }: Pick<ConversationView, 'group'> & { online: boolean }) {
  const { t, i18n } = useTranslation('record');
  const { t: contactWords } = useTranslation('contact');
  const { separate } = useJoining();
  const [opened, setOpened] = useState(false);
  if (group.length === 0) return null;
  const part = async (mergeId: string) => {
    const refused = await separate(mergeId);
    if (refused === null) announceDone(t('group.separated'));
    else announceProblem(refused);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={360} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={styles.pill}
          title={t('group.with', { count: group.length })}
          aria-label={t('group.with', { count: group.length })}
          onClick={() => setOpened(!opened)}
        >
          <Merge size={14} aria-hidden="true" />
          {group.length}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className={styles.members} aria-label={t('group.with', { count: group.length })}>
          {group.map((one) => {
            const date = shortDate(one.at, i18n.language);
            return (
              <li key={one.id}>
                <span>
                  {t('group.entry', { channel: contactWords(`identity.${one.channel}`), protocol: one.protocol })}
                  <small>
                    {one.byName === null ? t('group.byRule', { date }) : t('group.by', { name: one.byName, date })}
                  </small>
                </span>
                <Button
                  size="compact-sm"
                  disabled={!online}
                  aria-label={t('group.separateOf', { protocol: one.protocol })}
                  onClick={() => void part(one.mergeId)}
                >
                  {t('group.separate')}
                </Button>
              </li>
            );
          })}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
