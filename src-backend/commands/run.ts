import type { Logger } from 'pino';
import type { z } from 'zod';
import {
  type CommandArgs,
  type CommandName,
  type CommandReply,
  type CommandRequest,
  commandRequestSchema,
  commands,
} from '../../src-shared/protocol/commands.ts';
import { linkMatches } from '../contacts/linking.ts';
import { createWorkUnit } from '../conversations/work-unit.ts';
import type { WorkspaceLog } from '../log/write.ts';
import { distribute } from '../routing/distribute.ts';
import { sendAhead } from '../store/ahead.ts';
import { loadPeople } from '../store/entities/person.ts';
import type { CommandContext, Handler, HandlerResult } from './handler.ts';

/**
 * Runs commands: checks the request, applies it once, and answers the same for the same id however often it is sent.
 * The id, the change, its events and the stored answer commit together, so there is no moment at which a command is
 * applied and not known to be.
 */
export interface CommandRunner {
  run(from: { workspaceId: string; personId: string; sessionId: string }, request: unknown): Promise<CommandReply>;
}

export type Handlers = { [Name in CommandName]: Handler<Name> };

export interface CommandDeps {
  log: WorkspaceLog;
  handlers: Handlers;
  /** Queues a message for its channel within the transaction. */
  queueSend: (context: CommandContext['unit']['tx'], messageId: string, conversationId: string) => Promise<void>;
  logger: Logger;
}

export function createCommandRunner(deps: CommandDeps): CommandRunner {
  return {
    async run(from, raw) {
      const request = commandRequestSchema.safeParse(raw);
      if (!request.success) return refusal('invalid', 'request');
      const parsed = parseArgs(request.data);
      if ('unfit' in parsed) {
        deps.logger.warn(
          { command: request.data.name.slice(0, 60) },
          'a command with arguments that do not fit was refused',
        );
        return refusal('invalid', parsed.unfit);
      }
      try {
        return await apply(from, request.data, parsed);
      } catch (error) {
        // Not stored: the desktop sends it again with the same id.
        deps.logger.error(
          { command: parsed.name, error: error instanceof Error ? error.message : 'unknown' },
          'a command failed',
        );
        return refusal('server-error', null);
      }
    },
  };

  async function apply(
    from: { workspaceId: string; personId: string; sessionId: string },
    request: CommandRequest,
    parsed: ParsedCommand,
  ): Promise<CommandReply> {
    return deps.log.write(from.workspaceId, async (tx) => {
      const earlier = await tx.db
        .selectFrom('command')
        .select(['reply', 'person_id'])
        .where('workspace_id', '=', tx.workspaceId)
        .where('id', '=', request.id)
        .executeTakeFirst();
      if (earlier !== undefined) {
        return earlier.person_id === from.personId ? earlier.reply : refusal('forbidden', null);
      }
      const [person] = await loadPeople(tx.db, tx.workspaceId, [from.personId]);
      if (person === undefined || !person.active) return refusal('forbidden', null);

      const unit = createWorkUnit(tx, person.id);
      const hints: (() => Promise<void>)[] = [];
      const result = await call(
        {
          unit,
          caller: { person, sessionId: from.sessionId },
          commandId: request.id,
          send: (messageId, conversationId) => deps.queueSend(tx, messageId, conversationId),
          tellAfterCommit: (work) => {
            hints.push(work);
          },
        },
        parsed,
      );
      if (result.ok) {
        await unit.flush();
        if (await linkMatches(unit)) {
          // What was served twice may be served as one now, which frees a place.
          await distribute(unit);
          await unit.flush();
        }
      }
      const reply: CommandReply = result.ok
        ? {
            ok: true,
            at: tx.lastSeq(),
            ...(result.conversationId === undefined ? {} : { conversationId: result.conversationId }),
          }
        : { ok: false, reason: result.reason, detail: result.detail ?? null };
      const insert = tx.db.insertInto('command').values({
        workspace_id: tx.workspaceId,
        id: request.id,
        person_id: from.personId,
        name: parsed.name,
        reply: JSON.stringify(reply),
        at: tx.now,
      });
      await sendAhead(tx.db, insert.compile());
      tx.afterCommit(() => {
        for (const hint of hints)
          hint().catch((error: unknown) =>
            deps.logger.info(
              { error: error instanceof Error ? error.message : 'unknown' },
              'a hint to the customer was lost',
            ),
          );
      });
      return reply;
    });
  }

  function call(context: CommandContext, parsed: ParsedCommand): Promise<HandlerResult> {
    return parsed.start(deps.handlers, context);
  }
}

interface ParsedCommand {
  name: CommandName;
  start(handlers: Handlers, context: CommandContext): Promise<HandlerResult>;
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

/** Ties a command's checked arguments to its own handler, so that no cast is needed to call it. */
function parseArgs(request: CommandRequest): ParsedCommand | { unfit: string } {
  return isCommandName(request.name) ? bind(request.name, request.args) : { unfit: request.name.slice(0, 60) };
}

/** The same schemas, told apart by name. */
const schemas: { [Name in CommandName]: { args: z.ZodType<CommandArgs<Name>> } } = commands;

/** `unfit`: the field that does not fit, or the command's name when it is none of them. */
function bind<Name extends CommandName>(name: Name, raw: unknown): ParsedCommand | { unfit: string } {
  const args = schemas[name].args.safeParse(raw);
  if (!args.success) return { unfit: args.error.issues[0]?.path.join('.').slice(0, 100) || name };
  const checked: CommandArgs<Name> = args.data;
  return { name, start: (handlers, context) => handlers[name](context, checked) };
}

const refusal = (reason: Extract<CommandReply, { ok: false }>['reason'], detail: string | null): CommandReply => ({
  ok: false,
  reason,
  detail,
});
