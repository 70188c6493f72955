import { useTranslation } from 'react-i18next';
import type { MessageKind } from '../../../../src-shared/protocol/entities.ts';
import type { Body, BodyProps } from '../body.ts';
import { FileCard } from './FileCard.tsx';
import { Picture } from './Picture.tsx';

export type MediaKind = Extract<MessageKind, 'image' | 'audio' | 'video' | 'document' | 'sticker'>;

/** How each kind of medium is shown. */
export const mediaBodies: Record<MediaKind, Body> = {
  image: PictureBody,
  sticker: PictureBody,
  audio: FileBody,
  video: FileBody,
  document: FileBody,
};

function PictureBody({ message, author }: BodyProps) {
  const { t } = useTranslation('chat');
  if (message.media === null) return <FileBody message={message} author={author} />;
  return <Picture media={message.media} alt={t('media.imageFrom', { author })} />;
}

function FileBody({ message: { kind, media } }: BodyProps) {
  return <FileCard kind={isMedium(kind) ? kind : 'document'} media={media} />;
}

const isMedium = (kind: MessageKind): kind is MediaKind => kind in mediaBodies;

/** The body of a medium whatever the message's kind: a template's header, an unknown kind with a file. */
export function mediumBodyOf(mime: string): Body {
  const [type] = mime.split('/');
  return type === 'image' || type === 'video' || type === 'audio' ? mediaBodies[type] : mediaBodies.document;
}
