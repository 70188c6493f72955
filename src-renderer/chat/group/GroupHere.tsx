import { Button, Popover } from '@mantine/core';
import { Merge } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import { useWithdrawUndo } from '../../app/undo/offer.tsx';
import { announceDone, announceProblem } from '../outcome/announce.ts';
import { shortDate } from '../text/times.ts';
import styles from './Group.module.css';
import { useJoining } from './use-joining.ts';

interface Whereabouts {
  online: boolean;
  /** The last of them was separated: this goes, and the focus with it, unless it is taken elsewhere. */
  alone(): void;
}

/** What is served within this conversation, each to be separated again (G3); nothing where it stands alone. */
export function GroupHere({ group, online, alone }: Pick<ConversationView, 'group'> & Whereabouts) {
  const { t, i18n } = useTranslation('record');
  const { t: contactWords } = useTranslation('contact');
  const { separate } = useJoining();
  const withdrawUndo = useWithdrawUndo();
  const [opened, setOpened] = useState(false);
  const parted = useRef(false);
  const whenAlone = useEffectEvent(alone);
  const stands = group.length === 0;
  useEffect(() => {
    if (!stands || !parted.current) return;
    parted.current = false;
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) whenAlone();
    });
  }, [stands]);
  if (stands) return null;
  const part = async ({ id, mergeId }: ConversationView['group'][number]) => {
    const refused = await separate(mergeId);
    if (refused !== null) {
      announceProblem(refused);
      return;
    }
    withdrawUndo(id);
    announceDone(t('group.separated'));
    parted.current = true;
    setOpened(false);
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
                  onClick={() => void part(one)}
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
