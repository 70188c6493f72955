import { z } from 'zod';
import type { CommandReply, CommandRequest } from '../../../src-shared/protocol/commands.ts';
import { commands } from '../../../src-shared/protocol/commands.ts';
import type { Person } from '../../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../../src-shared/protocol/log.ts';
import { makeContact, makeConversation, makeMessage } from './entities.ts';

export interface World {
  logId: string;
  me: Person;
  /** One entry per position, from 1. */
  events: LogItem[][];
  /** Commands as they took effect, each once. */
  applied: { id: string; name: string; args: unknown }[];
  head(): number;
  append(make: (seq: number) => LogItem[]): number;
}

/** What the tests need of each command's effect: a message, a note, a finished conversation; for the others an event. */
export function applyCommand(world: World, request: CommandRequest): CommandReply {
  world.applied.push({ id: request.id, name: request.name, args: request.args });
  const at = world.append((seq) => effect(world, request, seq));
  return request.name === 'conversation.start' ? { ok: true, at, conversationId: `v-${request.id}` } : { ok: true, at };
}

const finish = commands['conversation.finish'].args;
const written = z.object({ conversationId: z.string(), text: z.string().nullable() });

function effect(world: World, request: CommandRequest, seq: number): LogItem[] {
  if (request.name === 'message.send' || request.name === 'note.add') {
    const { conversationId, text } = written.parse(request.args);
    const isNote = request.name === 'note.add';
    const message = makeMessage({
      id: request.id,
      position: seq,
      conversationId,
      text,
      direction: isNote ? 'note' : 'outbound',
      authorId: world.me.id,
      status: isNote ? null : 'sent',
    });
    return [{ type: 'message', message }];
  }
  if (request.name === 'conversation.start') {
    const contact = makeContact({ id: `k-${request.id}`, name: null, version: seq });
    const conversation = makeConversation({
      id: `v-${request.id}`,
      contactId: contact.id,
      assigneeId: world.me.id,
      assignmentCause: 'started',
      version: seq,
    });
    return [
      { type: 'contact', contact },
      { type: 'conversation', conversation },
    ];
  }
  if (request.name === 'conversation.finish') {
    const { conversationId, reasonId, description } = finish.parse(request.args);
    const qualification = { reasonId, description, byId: world.me.id, at: Date.now() };
    const conversation = makeConversation({
      id: conversationId,
      contactId: conversationId.replace('v-', 'k-'),
      status: 'finished',
      finishedAt: Date.now(),
      finishedById: world.me.id,
      qualification,
      version: seq,
    });
    return [{ type: 'conversation', conversation }];
  }
  return [];
}
