import type { LogItem } from '../../../src-shared/protocol/log.ts';
import type { SeededConversation } from './generate.ts';

/** A conversation of the history as the log tells it. */
export function logItemsOf({ contact, conversation, messages, suggestion, event }: SeededConversation): LogItem[] {
  return [
    { type: 'contact', contact },
    { type: 'conversation', conversation },
    ...messages.map((message): LogItem => ({ type: 'message', message })),
    ...(suggestion === null ? [] : [{ type: 'suggestion' as const, suggestion }]),
    ...(event === null ? [] : [{ type: 'contactEvent' as const, contactEvent: event }]),
  ];
}
