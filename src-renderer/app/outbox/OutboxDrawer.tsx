import { Button, Drawer } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { OutboxView } from '../../../src-shared/bridge/views.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import { useServerNow } from '../../ui/now.tsx';
import { cardTime } from '../../ui/times.ts';
import { refusalText } from '../refusals.ts';
import { useRoute } from '../route.tsx';
import styles from './OutboxDrawer.module.css';

/** What waits on this machine, and what the server refused: nothing is swallowed. */
export function OutboxDrawer() {
  const { t } = useTranslation('frame');
  const opened = useRoute((route) => route.overlay === 'outbox');
  const setOverlay = useRoute((route) => route.setOverlay);
  const outbox = useWatch('outbox', {});
  const empty = (outbox?.pending.length ?? 0) + (outbox?.conflicts.length ?? 0) === 0;
  return (
    <Drawer opened={opened} onClose={() => setOverlay(null)} position="right" size={420} title={t('outbox.title')}>
      {empty && <p className={styles.hint}>{t('outbox.empty')}</p>}
      {outbox !== undefined && outbox.conflicts.length > 0 && <Conflicts conflicts={outbox.conflicts} />}
      {outbox !== undefined && outbox.pending.length > 0 && <Pending pending={outbox.pending} />}
    </Drawer>
  );
}

const known = [
  'message.send',
  'message.retry',
  'note.add',
  'conversation.take',
  'conversation.transfer',
  'conversation.finish',
  'conversation.read',
  'contact.tag',
  'contact.untag',
  'deal.save',
  'deal.move',
  'deal.close',
  'filter.save',
  'filter.remove',
  'contact.rename',
  'contact.field',
  'contact.note',
  'contact.noteRemove',
  'suggestion.refuse',
  'presence.set',
  'session.signOut',
] as const;

function commandText(t: TFunction<'frame'>, name: string): string {
  return t(`outbox.names.${known.find((one) => one === name) ?? 'other'}`);
}

function useCardTime(): (at: number) => string {
  const { t, i18n } = useTranslation('inbox');
  const now = useServerNow(60_000);
  return (at) => cardTime(at, now, i18n.language, t('yesterday'));
}

function Conflicts({ conflicts }: { conflicts: OutboxView['conflicts'] }) {
  const { t } = useTranslation('frame');
  const discard = useAction('outbox.discard');
  const open = useRoute((route) => route.openConversation);
  const time = useCardTime();
  return (
    <section className={styles.group}>
      <h3>{t('outbox.refused')}</h3>
      <p className={styles.hint}>{t('outbox.refusedHint')}</p>
      <ul className={styles.list}>
        {conflicts.map((conflict) => (
          <li key={conflict.id} className={styles.item}>
            <div className={styles.head}>
              <b title={conflict.title}>
                {commandText(t, conflict.name)} · {conflict.title}
              </b>
              <time dateTime={new Date(conflict.at).toISOString()}>{time(conflict.at)}</time>
            </div>
            <p className={styles.why}>{refusalText(t, conflict.reason)}</p>
            {conflict.text !== null && <p className={styles.text}>{conflict.text}</p>}
            <div className={styles.actions}>
              {conflict.conversationId !== null && (
                <Button onClick={() => conflict.conversationId !== null && open(conflict.conversationId)}>
                  {t('outbox.open')}
                </Button>
              )}
              <Button variant="subtle" color="red" onClick={() => void discard({ id: conflict.id })}>
                {t('outbox.discard')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Pending({ pending }: { pending: OutboxView['pending'] }) {
  const { t } = useTranslation('frame');
  const time = useCardTime();
  return (
    <section className={styles.group}>
      <h3>{t('outbox.waiting')}</h3>
      <p className={styles.hint}>{t('outbox.waitingHint')}</p>
      <ul className={styles.list}>
        {pending.map((item) => (
          <li key={item.id} className={styles.item}>
            <div className={styles.head}>
              <b>{commandText(t, item.name)}</b>
              <time dateTime={new Date(item.at).toISOString()}>{time(item.at)}</time>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
