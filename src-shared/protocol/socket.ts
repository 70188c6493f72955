import { z } from 'zod';
import type { CommandReply, CommandRequest } from './commands.ts';
import type { Batch, ResumeReply, ResumeRequest, SnapshotPage } from './log.ts';
import type { QueryReply, QueryRequest } from './queries.ts';

/** Socket.IO namespace of the desktop, and the heartbeat by which both ends notice a dead line (milliseconds). */
export const DESKTOP_NAMESPACE = '/desktop';
export const HEARTBEAT = { pingInterval: 5_000, pingTimeout: 4_000 };

/** Given in the handshake's `auth`. A refused handshake fails with `connect_error` and `data` of `handshakeRefusalSchema`. */
export const handshakeSchema = z.object({ token: z.string(), protocol: z.number().int() });
export const handshakeRefusalSchema = z.discriminatedUnion('reason', [
  z.object({ reason: z.literal('session-expired') }),
  z.object({ reason: z.literal('session-revoked') }),
  z.object({ reason: z.literal('protocol-mismatch'), server: z.number().int() }),
  z.object({ reason: z.literal('unavailable') }),
]);
export type HandshakeRefusal = z.infer<typeof handshakeRefusalSchema>;

/** Why the server ends a live session: it must sign in again, or take a snapshot because permissions changed. */
export const sessionEndSchema = z.object({
  reason: z.enum(['session-expired', 'session-revoked', 'permissions-changed']),
});
export type SessionEnd = z.infer<typeof sessionEndSchema>;

/** Someone else who has the conversation open. */
export const colleagueSchema = z.object({ personId: z.string().max(64), typing: z.boolean() });
export type Colleague = z.infer<typeof colleagueSchema>;
export const colleaguesSchema = z.object({
  conversationId: z.string().max(64),
  colleagues: z.array(colleagueSchema).max(500),
});

export interface DesktopToServer {
  resume(request: ResumeRequest, reply: (reply: ResumeReply) => void): void;
  command(request: CommandRequest, reply: (reply: CommandReply) => void): void;
  query(request: QueryRequest, reply: (reply: QueryReply) => void): void;
  /** The agent is typing to the customer; shown for a few seconds where the channel can. Never stored. */
  typing(conversationId: string): void;
  /** The conversation that is open in the window; null: none. Said again on each new line. Never stored (B8). */
  looking(conversationId: string | null): void;
}

export interface ServerToDesktop {
  batch(batch: Batch, applied: () => void): void;
  snapshot(page: SnapshotPage, applied: () => void): void;
  sessionEnd(end: SessionEnd): void;
  /**
   * This node is about to stop, others are not: make another line, then let this one go. It is served for a moment more;
   * a desktop that does not know this is cut, and makes its line anew.
   */
  leaving(): void;
  /** The customer is typing (live chat). Never stored. */
  typing(conversationId: string): void;
  /** Who else has the conversation open that this desktop looks at, whenever that changes. */
  colleagues(news: z.infer<typeof colleaguesSchema>): void;
}
