import type { CommandReply, CommandRequest } from '../../../src-shared/protocol/commands.ts';
import { commandReplySchema } from '../../../src-shared/protocol/commands.ts';
import { type ResumeReply, type ResumeRequest, resumeReplySchema } from '../../../src-shared/protocol/log.ts';
import { type QueryReply, type QueryRequest, queryReplySchema } from '../../../src-shared/protocol/queries.ts';
import {
  type Colleague,
  colleaguesSchema,
  type SessionEnd,
  sessionEndSchema,
} from '../../../src-shared/protocol/socket.ts';

/**
 * One live socket, from its handshake to its loss. Nothing is ever buffered for a later one: what is asked after the
 * loss answers null at once, and each reconnection has a wire of its own.
 */
export interface Wire {
  alive(): boolean;
  /** Resolves when nothing that was asked on it is open any more. */
  atRest(): Promise<void>;
  /** null: no answer in time, an answer that breaks the contract, or the line was lost. */
  resume(request: ResumeRequest): Promise<ResumeReply | null>;
  command(request: CommandRequest): Promise<CommandReply | null>;
  query(request: QueryRequest): Promise<QueryReply | null>;
  typing(conversationId: string): void;
  /** Which conversation the agent has open. */
  looking(conversationId: string | null): void;
  /** Not checked yet: whoever applies them checks them. `applied` acknowledges. */
  onBatch(listener: (batch: unknown, applied: () => void) => void): void;
  onSnapshot(listener: (page: unknown, applied: () => void) => void): void;
}

/** What a Socket.IO socket gives, with nothing believed about what comes through it. */
export interface WireSocket {
  connected: boolean;
  timeout(ms: number): { emitWithAck(event: string, payload: unknown): Promise<unknown> };
  emit(event: string, payload: unknown): unknown;
  on(event: string, listener: (...payload: unknown[]) => void): unknown;
}

const RESUME_TIMEOUT_MS = 15_000;

/** Long enough for a server that is busy, short enough that the agent does not wonder. */
const COMMAND_TIMEOUT_MS = 10_000;

export function createWire(
  socket: WireSocket,
  hooks: {
    onSessionEnd(end: SessionEnd): void;
    onLeaving(): void;
    onCustomerTyping(conversationId: string): void;
    onColleagues(conversationId: string, colleagues: Colleague[]): void;
  },
): Wire {
  const open = new Set<Promise<unknown>>();

  async function ask(event: string, payload: unknown, timeoutMs: number): Promise<unknown> {
    if (!socket.connected) return null;
    const answer = socket
      .timeout(timeoutMs)
      .emitWithAck(event, payload)
      .catch(() => null);
    open.add(answer);
    return answer.finally(() => open.delete(answer));
  }

  const push = (event: string, listener: (payload: unknown, acknowledge: () => void) => void) =>
    socket.on(event, (payload, acknowledge) => {
      listener(payload, () => {
        if (socket.connected && typeof acknowledge === 'function') acknowledge();
      });
    });

  socket.on('sessionEnd', (payload) => {
    const end = sessionEndSchema.safeParse(payload);
    if (end.success) hooks.onSessionEnd(end.data);
  });
  socket.on('leaving', () => hooks.onLeaving());
  socket.on('typing', (conversationId) => {
    if (typeof conversationId === 'string') hooks.onCustomerTyping(conversationId);
  });
  socket.on('colleagues', (payload) => {
    const news = colleaguesSchema.safeParse(payload);
    if (news.success) hooks.onColleagues(news.data.conversationId, news.data.colleagues);
  });

  return {
    alive: () => socket.connected,
    async atRest() {
      while (open.size > 0) await Promise.all(open);
    },
    async resume(request) {
      const reply = resumeReplySchema.safeParse(await ask('resume', request, RESUME_TIMEOUT_MS));
      return reply.success ? reply.data : null;
    },
    async command(request) {
      const reply = commandReplySchema.safeParse(await ask('command', request, COMMAND_TIMEOUT_MS));
      return reply.success ? reply.data : null;
    },
    async query(request) {
      const reply = queryReplySchema.safeParse(await ask('query', request, COMMAND_TIMEOUT_MS));
      return reply.success ? reply.data : null;
    },
    typing(conversationId) {
      if (socket.connected) socket.emit('typing', conversationId);
    },
    looking(conversationId) {
      if (socket.connected) socket.emit('looking', conversationId);
    },
    onBatch: (listener) => push('batch', listener),
    onSnapshot: (listener) => push('snapshot', listener),
  };
}
