import type { BodyProps } from '../body.ts';
import { type MediaKind, mediaBodies } from '../media/media-bodies.tsx';

/** The further files of one message, each as what it is: several pictures sent at once are one message. */
export function MoreMedia({ message, author }: BodyProps) {
  return (message.attachments ?? []).map((media) => {
    const Shown = mediaBodies[kindOf(media.mime)];
    return <Shown key={media.id} message={{ ...message, media, kind: kindOf(media.mime) }} author={author} />;
  });
}

function kindOf(mime: string): MediaKind {
  const [type] = mime.split('/');
  return type === 'image' || type === 'video' || type === 'audio' ? type : 'document';
}
