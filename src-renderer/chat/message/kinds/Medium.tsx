import type { BodyProps } from '../body.ts';
import { mediumBodyOf } from '../media/media-bodies.tsx';

/** The medium of a message whose kind is not that of a medium, as its own kind would be shown; nothing without one. */
export function Medium({ message, author }: BodyProps) {
  if (message.media === null) return null;
  const Shown = mediumBodyOf(message.media.mime);
  return <Shown message={message} author={author} />;
}
