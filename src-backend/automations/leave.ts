import type { Conversation } from '../../src-shared/protocol/entities.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import { removeRun } from './runs.ts';

/** A person takes over: whatever runs in the conversation ends there, and the history says so. */
export async function leaveAutomation(unit: WorkUnit, conversation: Conversation): Promise<void> {
  if (conversation.automation === null) return;
  const { automationId, name } = conversation.automation;
  await removeRun(unit.tx.db, conversation.id);
  unit.changeConversation(conversation.id, { automation: null });
  unit.addActivity(conversation, { type: 'automation', automationId, name, event: 'stopped', detail: null }, null);
}
