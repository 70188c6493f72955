import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import type { MessageKind } from '../../../src-shared/protocol/entities.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import styles from './Quoted.module.css';

/** What a message says in one line, for quotations and announcements. */
export function useExcerpt(): (message: { text: string | null; kind: MessageKind }) => string {
  const { t } = useTranslation('chat');
  return ({ text, kind }) => {
    if (text !== null && text.trim() !== '') return neutralise(text.slice(0, 200)).replaceAll('\n', ' ');
    switch (kind) {
      case 'text':
      case 'activity':
        return t('message.emptyText');
      case 'unknown':
        return t('message.unknownNoName');
      case 'template':
        return t('message.template');
      case 'interactive':
        return t('message.interactive');
      default:
        return t(`media.kind.${kind}`);
    }
  };
}

interface Props {
  quoted: NonNullable<MessageView['quoted']>;
  customer: string;
  go(messageId: string): void;
}

/** The message that is answered; pressing it goes there. */
export function Quoted({ quoted, customer, go }: Props) {
  const { t } = useTranslation('chat');
  const excerpt = useExcerpt();
  const author = quoted.authorName ?? customer;
  return (
    <UnstyledButton className={styles.quoted} onClick={() => go(quoted.id)} title={t('message.quotedGo')}>
      <b>{author}</b>
      <span>{excerpt(quoted)}</span>
    </UnstyledButton>
  );
}
