import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConversationView, OutboxView } from '../../../src-shared/bridge/views.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import { useRefusalWords } from '../outcome/server-action.ts';
import styles from './Composer.module.css';
import type { Drafts, Side } from './drafts.ts';

type Conflict = OutboxView['conflicts'][number];

/** What was accepted here and refused by the server later: said in the conversation, with its text to have back (E3). */
export function Conflicts({
  conversation: { id: conversationId, group },
  drafts,
}: {
  conversation: Pick<ConversationView, 'id' | 'group'>;
  drafts: Drafts;
}) {
  const { t } = useTranslation('chat');
  const refusalWords = useRefusalWords();
  const discard = useAction('outbox.discard');
  const ids = [conversationId, ...group.map(({ id }) => id)];
  const all = useWatch('outbox', {})?.conflicts ?? [];
  const conflicts = all.filter((one) => one.conversationId !== null && ids.includes(one.conversationId));

  const restore = (side: Side, { id, text }: Conflict) => {
    const now = drafts.text(conversationId, side) ?? '';
    drafts.write(conversationId, side, now.trim() === '' ? (text ?? '') : `${text ?? ''}\n${now}`);
    drafts.flush();
    void discard({ id });
  };

  return conflicts.map((conflict) => {
    const side = sideOf(conflict.name);
    return (
      <div key={conflict.id} className={styles.notice} data-tone="bad" role="alert">
        <span>{t(`composer.conflict.${kindOf(conflict.name)}`, { why: refusalWords(conflict.reason) })}</span>
        {side !== null && conflict.text !== null && (
          <Button size="compact-xs" onClick={() => restore(side, conflict)}>
            {t('composer.conflict.restore')}
          </Button>
        )}
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => void discard({ id: conflict.id })}>
          {t('composer.conflict.discard')}
        </Button>
      </div>
    );
  });
}

function sideOf(name: string): Side | null {
  if (name === 'message.send') return 'reply';
  return name === 'note.add' ? 'note' : null;
}

function kindOf(name: string): 'message' | 'note' | 'finish' | 'other' {
  if (name === 'message.send') return 'message';
  if (name === 'note.add') return 'note';
  return name === 'conversation.finish' ? 'finish' : 'other';
}
