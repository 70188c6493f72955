import { Ban } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageKind, Person } from '../../../src-shared/protocol/entities.ts';
import { textBesideContent } from '../../../src-shared/rules/message-gist.ts';
import type { Body, BodyProps, WholeBody } from './body.ts';
import { EmailBody } from './email/EmailBody.tsx';
import { ContactsBody } from './kinds/ContactsBody.tsx';
import { FormBody } from './kinds/FormBody.tsx';
import kinds from './kinds/Kinds.module.css';
import { LocationBody } from './kinds/LocationBody.tsx';
import { MoreMedia } from './kinds/MoreMedia.tsx';
import { OrderBody } from './kinds/OrderBody.tsx';
import { ReplyBody } from './kinds/ReplyBody.tsx';
import { StoryLine } from './kinds/StoryLine.tsx';
import { TemplateBody } from './kinds/TemplateBody.tsx';
import { UnknownBody } from './kinds/UnknownBody.tsx';
import { mediaBodies, picturesOf } from './media/media-bodies.tsx';
import { Pictures } from './media/Pictures.tsx';
import { TextBody } from './TextBody.tsx';

interface Props extends BodyProps {
  people: readonly Person[];
}

type Shown = { above: Body } | { whole: WholeBody } | 'text';

/** What each kind shows: something above its text, a whole with the text in its midst, or the text alone. */
const bodies: Record<MessageKind, Shown> = {
  image: { above: mediaBodies.image },
  audio: { above: mediaBodies.audio },
  video: { above: mediaBodies.video },
  document: { above: mediaBodies.document },
  sticker: { above: mediaBodies.sticker },
  location: { above: LocationBody },
  contacts: { above: ContactsBody },
  unknown: { above: UnknownBody },
  interactive: { whole: ReplyBody },
  order: { whole: OrderBody },
  template: { whole: TemplateBody },
  text: 'text',
  activity: 'text',
};

/** What a message carries, by kind. A kind nobody knows is shown as such, with whatever text it has. */
export function MessageBody({ message, author, people }: Props) {
  const { t } = useTranslation('chat');
  const mentioned = useMemo(
    () => people.filter((person) => message.mentionIds.includes(person.id)),
    [people, message.mentionIds],
  );
  if (message.deleted) {
    return (
      <span className={kinds.label}>
        <Ban size={14} strokeWidth={1.75} aria-hidden="true" />
        <em>{t(message.direction === 'inbound' ? 'message.deletedByCustomer' : 'message.deleted')}</em>
      </span>
    );
  }
  const words = textBesideContent(message);
  const text = words === null || words === '' ? null : <TextBody text={words} mentioned={mentioned} />;
  if (message.content?.type === 'email') {
    return <EmailBody message={message} author={author} content={message.content} text={text} />;
  }
  if (message.content?.type === 'form') return <FormBody content={message.content} text={text} />;
  const story = message.content?.type === 'story' ? <StoryLine message={message} story={message.content} /> : null;
  const shown = bodies[message.kind];
  if (shown === 'text') {
    const nothing = story === null && text === null;
    return (
      <>
        {story}
        {nothing ? <em className={kinds.unknown}>{t('message.emptyText')}</em> : text}
      </>
    );
  }
  if ('whole' in shown) return <shown.whole message={message} author={author} text={text} />;
  const pictures = picturesOf(message);
  return (
    <>
      {story}
      {pictures === null ? (
        <>
          <shown.above message={message} author={author} />
          <MoreMedia message={message} author={author} />
        </>
      ) : (
        <Pictures media={pictures} author={author} />
      )}
      {text}
    </>
  );
}
