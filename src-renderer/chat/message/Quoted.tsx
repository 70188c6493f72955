import { UnstyledButton } from '@mantine/core';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import type { MessageKind } from '../../../src-shared/protocol/entities.ts';
import { type Gist, gistOf, type MessageNature } from '../../../src-shared/rules/message-gist.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { KindGlyph } from '../../ui/KindGlyph.tsx';
import styles from './Quoted.module.css';

/** A message, or what is known of one that is quoted. */
type Told =
  | Pick<MessageView, 'kind' | 'text' | 'media' | 'content' | 'deleted'>
  | { kind: MessageKind; text: string | null; nature?: MessageNature };

function gist(told: Told): Gist {
  if ('content' in told) return gistOf(told, told.deleted);
  return { kind: told.kind, nature: told.nature ?? null, text: told.text ?? '' };
}

/** What a message says in one line, for quotations and announcements. */
export function useExcerpt(): (message: Told) => string {
  const { t } = useTranslation('chat');
  return useCallback(
    (message) => {
      const { kind, nature, text } = gist(message);
      const words = neutralise(text.slice(0, 200)).replaceAll('\n', ' ').trim();
      if (kind === 'text' && nature === null && words !== '') return words;
      const label = nature === null ? t(labels[kind]) : t(`message.nature.${nature}`);
      return words === '' ? label : `${label}: ${words}`;
    },
    [t],
  );
}

const labels = {
  text: 'message.emptyText',
  activity: 'message.emptyText',
  unknown: 'message.unknownNoName',
  template: 'message.template',
  interactive: 'message.interactive',
  image: 'media.kind.image',
  audio: 'media.kind.audio',
  video: 'media.kind.video',
  document: 'media.kind.document',
  sticker: 'media.kind.sticker',
  location: 'media.kind.location',
  contacts: 'media.kind.contacts',
  order: 'media.kind.order',
} as const satisfies Record<MessageKind, string>;

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
  // Of a message that is not on this machine nothing is known, not even its kind.
  const known = quoted.text !== null;
  return (
    <UnstyledButton className={styles.quoted} onClick={() => go(quoted.id)} title={t('message.quotedGo')}>
      {known && <b>{author}</b>}
      <span className={styles.words}>
        {known && <KindGlyph kind={quoted.kind} nature={quoted.nature ?? null} />}
        <span>{known ? excerpt(quoted) : t('message.quotedGone')}</span>
      </span>
    </UnstyledButton>
  );
}
