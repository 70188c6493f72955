import { Popover } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../src-shared/bridge/views.ts';
import { useWatch } from '../bridge/hooks.tsx';
import { useDirectoryNames } from '../chat/directory-names.ts';
import styles from './WhyHere.module.css';
import { whyWords } from './why-words.ts';

interface Props {
  conversation: ConversationView;
  /** Who has it, in a few words; what is pressed to learn why. */
  holder: string;
  now: number;
}

/** Whose a conversation is, and, pressed, why: by which rule, among how many, after how long (F4). */
export function WhyHere({ conversation, holder, now }: Props) {
  const { t, i18n } = useTranslation('routing');
  const names = useDirectoryNames();
  const session = useWatch('session', {});
  const [opened, setOpened] = useState(false);
  const titleId = useId();
  const why = whyWords(t, {
    conversation,
    meId: session?.phase === 'ready' ? session.person.id : null,
    name: (personId) => names.person(personId),
    now,
    language: i18n.language,
  });
  if (why === null) return <span>{holder}</span>;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={340} returnFocus trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={styles.holder}
          aria-label={t('why.open', { holder, title: why.title })}
          title={why.title}
          onClick={() => setOpened(!opened)}
        >
          {holder}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-labelledby={titleId} className={styles.why ?? ''}>
        <h3 id={titleId} tabIndex={-1} data-autofocus>
          {why.title}
        </h3>
        {why.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
