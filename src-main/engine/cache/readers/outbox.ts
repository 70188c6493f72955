import type { OutboxView } from '../../../../src-shared/bridge/views.ts';
import type { OutboxRow } from '../api.ts';
import { isPending, readCommand } from '../overlay.ts';
import type { Entities, Sources } from './reading.ts';

/** What waits for the server, and what it refused (E3). Read marks wait too, but nobody needs to see them wait. */
export function createOutboxReader(from: Sources, entities: Entities) {
  function conversationOf(row: OutboxRow): string | null {
    const command = readCommand(row);
    return command !== null && 'conversationId' in command.args ? command.args.conversationId : null;
  }

  function titleOf(row: OutboxRow): string {
    const command = readCommand(row);
    if (command === null) return '';
    if ('contactId' in command.args) return entities.contact(command.args.contactId)?.title ?? '';
    if (command.name === 'filter.save') return command.args.name;
    if (command.name === 'filter.remove') {
      const { id } = command.args;
      return from.directory.savedFilters().find((one) => one.id === id)?.name ?? '';
    }
    if (command.name === 'suggestion.refuse')
      return entities.records.suggestion(command.args.id)?.titles.join(' · ') ?? '';
    const stored = entities.conversation(command.args.conversationId);
    return stored?.title ?? stored?.conversation.protocol ?? '';
  }

  function textOf(row: OutboxRow): string | null {
    const command = readCommand(row);
    switch (command?.name) {
      case 'message.send':
      case 'note.add':
      case 'contact.note':
        return command.args.text;
      case 'contact.field':
        return command.args.value;
      case 'contact.rename':
        return command.args.name;
      case 'deal.save':
        return command.args.title;
      case 'conversation.finish':
        return command.args.description;
      default:
        return null;
    }
  }

  return (): OutboxView => {
    const cursor = from.generation.position()?.cursor ?? 0;
    const shown = from.context.user.outbox().filter((row) => row.name !== 'conversation.read');
    return {
      pending: shown
        .filter((row) => isPending(row, cursor))
        .map((row) => ({ id: row.id, name: row.name, conversationId: conversationOf(row), at: row.createdAt })),
      conflicts: shown.flatMap((row) => {
        if (row.state !== 'refused') return [];
        return {
          id: row.id,
          name: row.name,
          conversationId: conversationOf(row),
          title: titleOf(row),
          at: row.createdAt,
          reason: row.reason ?? 'server-error',
          text: textOf(row),
        };
      }),
    };
  };
}
