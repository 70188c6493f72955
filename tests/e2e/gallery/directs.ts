import type { MessageView } from '../../../src-shared/bridge/views.ts';
import { MINUTE, NOW } from './people.ts';
import { message, picture } from './talk.ts';

/** What Instagram has of its own: stories, while they are there and afterwards, and several pictures in one message. */
const url = 'https://lookaside.fbsbx.com/story';
const many = (count: number) => Array.from({ length: count }, (_, at) => ({ ...picture, id: `foto-${at}` }));

export const directs: MessageView[] = [
  message(1, {
    at: NOW - 26 * 60 * MINUTE,
    content: { type: 'story', about: 'mention', url },
  }),
  message(2, { text: 'esse aqui ainda tem? 😍', content: { type: 'story', about: 'reply', url } }),
  message(3, { kind: 'image', media: picture, attachments: many(1), text: 'é esse' }),
  message(4, { kind: 'image', media: picture, attachments: many(2) }),
];
