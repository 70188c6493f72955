import { z } from 'zod';
import { idSchema } from './storable.ts';

/** Taking back what was done to many at once, or by mistake (A6). */
const id = idSchema;

export const takingBackCommands = {
  /**
   * Takes the finishing of `finishedAt` back: the conversation is its former owner's again, as long as nothing happened
   * since. Whoever finished it, and supervisors. Refused `stale` when it was finished anew or the customer has another one
   * open by now.
   */
  'conversation.reopen': {
    args: z.object({ conversationId: id, finishedAt: z.number().int().nonnegative() }),
    offline: false,
  },
  /**
   * Takes the transfer that `commandId` made back, as long as nobody did anything with the conversation since; whoever
   * transferred it may, though it is no longer theirs. Refused `stale` otherwise.
   */
  'conversation.untransfer': { args: z.object({ conversationId: id, commandId: id }), offline: false },
} as const;
