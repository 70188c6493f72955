import type { MessagePortMain, UtilityProcess } from 'electron';
import type { z } from 'zod';
import type { MediaPart } from '../../src-shared/bridge/media-part.ts';
import type { ShellEvent } from '../engine/shell.ts';
import {
  createCalls,
  fromEngineSchema,
  type MediaAnswer,
  mediaAnswerSchema,
  type ShellRequest,
  type ToEngine,
  uploadAnswerSchema,
} from './process-messages.ts';

/** The main process's end of the engine. The engine is started again when its process dies. */
export interface EngineLink {
  attachWindow(port: MessagePortMain): void;
  openConversation(conversationId: string): void;
  shellEvent(event: ShellEvent): void;
  upload(file: {
    conversationId: string;
    name: string;
    mime: string;
    body: Uint8Array;
    voice: boolean;
  }): Promise<{ id: string } | null>;
  /** A medium's kind, its length, and its bytes from `start` up to but not with `end`. */
  media(wanted: { id: string; part: MediaPart; start: number; end: number }): Promise<MediaAnswer>;
  stop(): Promise<void>;
}

export interface EngineLinkDeps {
  fork(): UtilityProcess;
  start: Omit<ToEngine & { type: 'start' }, 'type'>;
  /** What the engine asks of the shell; the answer goes back, a rejection as a failure. */
  shell(request: ShellRequest): Promise<unknown>;
  badge(count: number): void;
  openWindow(): void;
  /** The process died and a new one was started. */
  onRestart(): void;
}

const RESTART_DELAY_MS = 500;
const STOP_TIMEOUT_MS = 5_000;

export function startEngine(deps: EngineLinkDeps): EngineLink {
  const calls = createCalls();
  let stopped: (() => void) | null = null;
  let child = fork();

  function fork(): UtilityProcess {
    const process = deps.fork();
    process.on('message', (received: unknown) => {
      const message = fromEngineSchema.safeParse(received);
      if (!message.success) throw new Error('the engine sent what is no message');
      take(message.data, process);
    });
    process.on('exit', () => {
      calls.failAll('the engine went away');
      if (stopped !== null) {
        stopped();
        return;
      }
      setTimeout(() => {
        if (stopped !== null) return;
        child = fork();
        deps.onRestart();
      }, RESTART_DELAY_MS);
    });
    process.postMessage({ type: 'start', ...deps.start } satisfies ToEngine);
    return process;
  }

  function take(message: z.infer<typeof fromEngineSchema>, from: UtilityProcess): void {
    switch (message.type) {
      case 'shell':
        void reply(message.call, message.request, from);
        break;
      case 'badge':
        deps.badge(message.count);
        break;
      case 'open-window':
        deps.openWindow();
        break;
      case 'answer':
        calls.answered(message.call, message.value);
        break;
      case 'failure':
        calls.failed(message.call, message.message);
        break;
      case 'stopped':
        stopped?.();
        break;
    }
  }

  async function reply(call: number, request: ShellRequest, to: UtilityProcess): Promise<void> {
    const answer = (message: ToEngine) => to.postMessage(message);
    try {
      answer({ type: 'answer', call, value: await deps.shell(request) });
    } catch (error) {
      answer({ type: 'failure', call, message: error instanceof Error ? error.message : 'failure' });
    }
  }

  const tell = (message: ToEngine, ports: MessagePortMain[] = []): void => child.postMessage(message, ports);

  return {
    attachWindow: (port) => tell({ type: 'window' }, [port]),
    openConversation: (conversationId) => tell({ type: 'open-conversation', conversationId }),
    shellEvent: (event) => tell({ type: 'shell-event', event }),
    upload: async (file) =>
      uploadAnswerSchema.parse(await calls.ask((call) => tell({ type: 'upload', call, ...file }))),
    media: async (wanted) =>
      mediaAnswerSchema.parse(await calls.ask((call) => tell({ type: 'media', call, ...wanted }))),
    stop: () =>
      new Promise((done) => {
        const timer = setTimeout(() => stopped?.(), STOP_TIMEOUT_MS);
        stopped = () => {
          clearTimeout(timer);
          child.kill();
          done();
        };
        tell({ type: 'stop' });
      }),
  };
}
