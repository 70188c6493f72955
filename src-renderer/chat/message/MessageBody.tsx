import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageKind, Person } from '../../../src-shared/protocol/entities.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import type { Body, BodyProps } from './body.ts';
import styles from './MessageBody.module.css';
import { FileCard } from './media/FileCard.tsx';
import { mediaBodies, mediumBodyOf } from './media/media-bodies.tsx';
import { TextBody } from './TextBody.tsx';

interface Props extends BodyProps {
  people: readonly Person[];
}

/** What stands above the text, by kind; null: the text says it all. */
const bodies: Record<MessageKind, Body | null> = {
  ...mediaBodies,
  text: null,
  activity: null,
  location: PlainCard,
  contacts: PlainCard,
  order: PlainCard,
  interactive: Labelled,
  template: Labelled,
  unknown: Unknown,
};

/** What a message carries, by kind. A kind nobody knows is shown as such, with whatever text it has. */
export function MessageBody({ message, author, people }: Props) {
  const { t } = useTranslation('chat');
  const mentioned = useMemo(
    () => people.filter((person) => message.mentionIds.includes(person.id)),
    [people, message.mentionIds],
  );
  const hasText = message.text !== null && message.text !== '';
  const Kind = bodies[message.kind];
  return (
    <>
      {Kind !== null && <Kind message={message} author={author} />}
      {hasText && <TextBody text={message.text ?? ''} mentioned={mentioned} />}
      {Kind === null && !hasText && <em className={styles.unknown}>{t('message.emptyText')}</em>}
    </>
  );
}

function PlainCard({ message: { kind, media } }: BodyProps) {
  return kind === 'location' || kind === 'contacts' || kind === 'order' ? <FileCard kind={kind} media={media} /> : null;
}

function Labelled({ message, author }: BodyProps) {
  const { t } = useTranslation('chat');
  const { kind } = message;
  return (
    <>
      {(kind === 'template' || kind === 'interactive') && <small className={styles.kind}>{t(`message.${kind}`)}</small>}
      <Medium message={message} author={author} />
    </>
  );
}

function Unknown({ message, author }: BodyProps) {
  const { t } = useTranslation('chat');
  return (
    <>
      <em className={styles.unknown}>
        {message.unknownKind === null
          ? t('message.unknownNoName')
          : t('message.unknown', { kind: neutralise(message.unknownKind) })}
      </em>
      <Medium message={message} author={author} />
    </>
  );
}

function Medium({ message, author }: BodyProps) {
  if (message.media === null) return null;
  const Shown = mediumBodyOf(message.media.mime);
  return <Shown message={message} author={author} />;
}
