import type { ConversationView } from '../../../../src-shared/bridge/views.ts';
import type { ReplyState } from '../../composer/availability.ts';

/** Whether this person may react to a message of the customer now, or why not; `unsupported`: the channel knows none. */
export type MayReact = 'allowed' | 'unsupported' | 'offline' | 'window' | 'not-mine' | 'finished';

/** A reaction reaches the customer like a message, so what keeps from answering keeps from reacting. */
export function mayReact(state: ReplyState, connection: ConversationView['connection']): MayReact {
  if (connection === null || !connection.capabilities.reactions) return 'unsupported';
  switch (state.kind) {
    case 'open':
      return 'allowed';
    case 'offline':
      return 'offline';
    case 'window-closed':
      return 'window';
    case 'not-mine':
      return 'not-mine';
    case 'receives-only':
      return 'unsupported';
    case 'finished':
    case 'finishing':
      return 'finished';
  }
}
