import { z } from 'zod';
import type { ListPatch } from './patch.ts';

/**
 * Frames between renderer and engine, the same over a MessagePort (Electron) and a loopback WebSocket (Chromium shell).
 * `call` numbers are chosen by the renderer and unique while the port lives.
 */
export const rendererFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('watch'), call: z.number().int(), name: z.string(), args: z.unknown() }),
  z.object({ type: z.literal('unwatch'), call: z.number().int() }),
  z.object({ type: z.literal('query'), call: z.number().int(), name: z.string(), args: z.unknown() }),
  z.object({ type: z.literal('action'), call: z.number().int(), name: z.string(), args: z.unknown() }),
]);
export type RendererFrame = z.infer<typeof rendererFrameSchema>;

export type EngineFrame =
  /** A watch's whole new value. */
  | { type: 'value'; call: number; value: unknown }
  /** A watch's change, for results that carry a list (see `patch.ts`). */
  | { type: 'patch'; call: number; patch: ListPatch }
  /** The answer to a query or an action. */
  | { type: 'result'; call: number; value: unknown }
  /** The request broke the contract (unknown name, bad arguments) or the engine failed; a defect, not a refusal. */
  | { type: 'error'; call: number; code: 'bad-request' | 'internal'; message: string }
  /** Not asked for: the engine wants the window to do something. */
  | { type: 'event'; event: EngineEvent };

export type EngineEvent =
  | { name: 'open-conversation'; conversationId: string }
  | {
      name: 'notify';
      notification: { tag: string; title: string; body: string; conversationId: string | null; silent: boolean };
    }
  | { name: 'sound'; sound: 'message' | 'conversation' };

/** What carries the frames. `close` ends it; `onClose` tells that the other side went away. */
export interface FramePort<Out, In> {
  send(frame: Out): void;
  onFrame(listener: (frame: In) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
