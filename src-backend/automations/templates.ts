import type { Conversation } from '../../src-shared/protocol/entities.ts';
import type { Template } from '../../src-shared/protocol/templates.ts';
import { emptyTemplateValues, fillTemplate, isSendable, templateFields } from '../../src-shared/rules/template.ts';
import { preview } from '../conversations/preview.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import type { EffectDeps } from './effects.ts';

/** A template that says the same to everyone: the only kind a flow can send, since nobody fills anything in. */
export const isFilled = (template: Template): boolean => isSendable(template) && templateFields(template).length === 0;

export function createSendTemplate(send: EffectDeps['send']): EffectDeps['sendTemplate'] {
  return async (unit: WorkUnit, conversation: Conversation, templateId: string) => {
    const row = await unit.tx.db
      .selectFrom('template')
      .select('data')
      .where('workspace_id', '=', unit.tx.workspaceId)
      .where('connection_id', '=', conversation.connectionId)
      .where('id', '=', templateId)
      .executeTakeFirst();
    if (row === undefined || !isFilled(row.data)) return false;
    const template = row.data;
    const filled = fillTemplate(template, emptyTemplateValues);
    const message = unit.addMessage(conversation, {
      direction: 'outbound',
      kind: 'template',
      text: filled.body,
      content: {
        type: 'template',
        templateId,
        name: template.name,
        language: template.language,
        header: filled.header,
        footer: filled.footer,
        buttons: filled.buttons.map(({ kind, text }) => ({ kind, text })),
        values: emptyTemplateValues,
      },
      authorId: null,
      status: 'queued',
    });
    unit.changeConversation(conversation.id, { lastMessage: preview(message), lastActivityAt: unit.tx.now });
    await send(unit.tx, message.id, conversation.id);
    return true;
  };
}
