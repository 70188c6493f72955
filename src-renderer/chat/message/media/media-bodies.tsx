import { useTranslation } from 'react-i18next';
import type { Media, MessageKind } from '../../../../src-shared/protocol/entities.ts';
import type { Body, BodyProps } from '../body.ts';
import { AudioBody } from './AudioBody.tsx';
import { DocumentBody } from './DocumentBody.tsx';
import { FileCard } from './FileCard.tsx';
import { Picture } from './Picture.tsx';
import { StickerBody } from './StickerBody.tsx';
import { VideoBody } from './VideoBody.tsx';

export type MediaKind = Extract<MessageKind, 'image' | 'audio' | 'video' | 'document' | 'sticker'>;

/** How each kind of medium is shown. */
export const mediaBodies: Record<MediaKind, Body> = {
  image: PictureBody,
  sticker: StickerBody,
  audio: AudioBody,
  video: VideoBody,
  document: DocumentBody,
};

/** A picture larger than this that no small one could be made of is not opened by itself: it may be made to do harm. */
const MOST_PIXELS = 64_000_000;

const isHuge = ({ thumbnail, width, height }: Media): boolean =>
  thumbnail === null && (width ?? 0) * (height ?? 0) > MOST_PIXELS;

/** The pictures of a message that is several of them and nothing else; null for any other. */
export function picturesOf({ kind, media, attachments = [] }: BodyProps['message']): Media[] | null {
  if (kind !== 'image' || media === null || attachments.length === 0) return null;
  const all = [media, ...attachments];
  return all.every((one) => one.mime.startsWith('image/') && !isHuge(one)) ? all : null;
}

function PictureBody({ message, author }: BodyProps) {
  const { t } = useTranslation('chat');
  const { media } = message;
  if (media === null) return <FileCard kind="image" media={null} />;
  // What the bytes say counts: a PDF sent as a picture is a document.
  const isPicture = media.state !== 'ready' || media.mime.startsWith('image/');
  if (isHuge(media) || !isPicture) return <DocumentBody message={message} author={author} />;
  return <Picture media={media} alt={t('media.imageFrom', { author })} />;
}

/** The body of a medium whatever the message's kind: a template's header, an unknown kind with a file. */
export function mediumBodyOf(mime: string): Body {
  const [type] = mime.split('/');
  return type === 'image' || type === 'video' || type === 'audio' ? mediaBodies[type] : mediaBodies.document;
}
