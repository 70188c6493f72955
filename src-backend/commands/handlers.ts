import type { Conversation } from '../../src-shared/protocol/entities.ts';
import type { Automations } from '../automations/automations.ts';
import type { ConnectionDirectory } from '../channels/connections.ts';
import type { ConversationNews } from '../channels/contract.ts';
import type { TemplateSync } from '../channels/template-sync.ts';
import type { Hints } from '../conversations/hints.ts';
import type { WantedReaction } from '../conversations/outbound-reaction.ts';
import type { WriteTransaction } from '../log/write.ts';
import type { MediaStore } from '../media/media-store.ts';
import { createAnsweringHandlers } from './answering.ts';
import { createAutomationHandlers } from './automations.ts';
import { contactHandlers } from './contacts.ts';
import { createConversationHandlers } from './conversations.ts';
import { dealHandlers } from './deals.ts';
import { filterHandlers } from './filters.ts';
import { createGroupHandlers } from './groups.ts';
import { identityHandlers } from './identities.ts';
import { mergingHandlers } from './merging.ts';
import { createMessageHandlers } from './messages.ts';
import { createPresenceHandlers } from './presence.ts';
import { createReactionHandlers } from './reactions.ts';
import type { Handlers } from './run.ts';
import { savedTextHandlers } from './saved-texts.ts';
import { createSettingsHandlers } from './settings.ts';
import { createStartHandlers } from './start.ts';
import { createTakingBackHandlers } from './taking-back.ts';
import { createTemplateHandlers } from './templates.ts';

/** What every command of the protocol does. */
export function createHandlers(deps: {
  connections: ConnectionDirectory;
  media: MediaStore;
  hints: Hints;
  automations: Automations;
  templates: TemplateSync;
  queueReaction(
    tx: WriteTransaction,
    messageId: string,
    conversationId: string,
    reaction: WantedReaction,
  ): Promise<void>;
  endSession(sessionId: string): Promise<void>;
  endSessionsOf(personId: string): Promise<void>;
}): Handlers {
  const { hints, automations, queueReaction, endSession, endSessionsOf } = deps;
  const { tellAssigned, read: markRead } = hints;
  const connection = deps.connections.byId;
  const media: Parameters<typeof createMessageHandlers>[0]['media'] = (workspaceId, mediaId, db) =>
    deps.media.describe(workspaceId, mediaId, db);
  const tellCustomer = (
    conversation: Conversation,
    news: { type: 'joined'; agentName: string } | { type: 'finished' },
  ): Promise<void> => {
    const full: ConversationNews =
      news.type === 'finished' ? { type: 'finished', protocol: conversation.protocol } : news;
    return hints.tell(conversation, full);
  };
  return {
    ...createMessageHandlers({ connection, media }),
    ...createConversationHandlers({ tellCustomer, tellAssigned, markRead }),
    ...createTakingBackHandlers({ tellCustomer, tellAssigned }),
    ...contactHandlers,
    ...identityHandlers,
    ...mergingHandlers,
    ...createGroupHandlers({ tellAssigned }),
    ...createAnsweringHandlers({ tellAssigned }),
    ...dealHandlers,
    ...filterHandlers,
    ...savedTextHandlers,
    ...createSettingsHandlers({ endSessionsOf }),
    ...createAutomationHandlers({ automations }),
    ...createReactionHandlers({ connection, queueReaction }),
    ...createStartHandlers({ connection, media }),
    ...createTemplateHandlers({ connection, askTemplates: deps.templates.ask }),
    ...createPresenceHandlers({ endSession }),
  };
}
