import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import type { Person } from '../../../src-shared/protocol/entities.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { FileCard } from './FileCard.tsx';
import { ImageBody } from './ImageBody.tsx';
import styles from './MessageBody.module.css';
import { TextBody } from './TextBody.tsx';

interface Props {
  message: MessageView;
  author: string;
  people: readonly Person[];
}

/** What a message carries, by kind. A kind nobody knows is shown as such, with whatever text it has. */
export function MessageBody({ message, author, people }: Props) {
  const { t } = useTranslation('chat');
  const { kind, media } = message;
  const mentioned = useMemo(
    () => people.filter((person) => message.mentionIds.includes(person.id)),
    [people, message.mentionIds],
  );
  const text =
    message.text === null || message.text === '' ? null : <TextBody text={message.text} mentioned={mentioned} />;
  switch (kind) {
    case 'image':
    case 'sticker':
      return (
        <>
          {media === null ? (
            <FileCard kind={kind} media={null} />
          ) : (
            <ImageBody media={media} alt={t('media.imageFrom', { author })} />
          )}
          {text}
        </>
      );
    case 'audio':
    case 'video':
    case 'document':
    case 'location':
    case 'contacts':
      return (
        <>
          <FileCard kind={kind} media={media} />
          {text}
        </>
      );
    case 'template':
    case 'interactive':
      return (
        <>
          <small className={styles.kind}>{t(`message.${kind}`)}</small>
          {media !== null && <FileCard kind="document" media={media} />}
          {text}
        </>
      );
    case 'unknown':
      return (
        <>
          <em className={styles.unknown}>
            {message.unknownKind === null
              ? t('message.unknownNoName')
              : t('message.unknown', { kind: neutralise(message.unknownKind) })}
          </em>
          {media !== null && <FileCard kind="document" media={media} />}
          {text}
        </>
      );
    case 'text':
    case 'activity':
      return text ?? <em className={styles.unknown}>{t('message.emptyText')}</em>;
  }
}
