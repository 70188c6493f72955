import type { MessagePortMain } from 'electron';
import { z } from 'zod';
import type { EngineFrame, FramePort, RendererFrame } from '../../src-shared/bridge/messages.ts';
import { createLogFile } from '../desktop/log-file.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import type { NotificationResult, SaveFileResult, Shell, ShellEvent } from '../engine/shell.ts';
import {
  createCalls,
  type FromEngine,
  type MediaAnswer,
  type ShellRequest,
  type ToEngine,
  toEngineSchema,
} from './process-messages.ts';

/**
 * The engine's own process (`utilityProcess`): a slow disk or a large backlog never delays the window's frame or the
 * tray. The shell it is given lives in the main process; windows talk to it over ports of their own.
 */
const { parentPort } = process;
const calls = createCalls();
const listeners = new Set<(event: ShellEvent) => void>();
let engine: Engine | null = null;

const tell = (message: FromEngine): void => parentPort.postMessage(message);

const askShell = async <Schema extends z.ZodType>(request: ShellRequest, answer: Schema): Promise<z.infer<Schema>> =>
  answer.parse(await calls.ask((call) => tell({ type: 'shell', call, request })));

const notificationResult: z.ZodType<NotificationResult> = z.discriminatedUnion('result', [
  z.object({ result: z.literal('shown') }),
  z.object({ result: z.literal('not-shown'), reason: z.enum(['no-permission', 'unsupported', 'use-window']) }),
  z.object({ result: z.literal('error'), message: z.string() }),
]);
const saveResult: z.ZodType<SaveFileResult> = z.discriminatedUnion('result', [
  z.object({ result: z.literal('saved'), where: z.string() }),
  z.object({ result: z.literal('cancelled') }),
  z.object({ result: z.literal('disk-full') }),
]);
const nothing = z.unknown().transform(() => undefined);

const shell: Shell = {
  openWindow: () => tell({ type: 'open-window' }),
  badge: (count) => tell({ type: 'badge', count }),
  notify: (notification) => askShell({ method: 'notify', notification }, notificationResult),
  openExternal: (url) => askShell({ method: 'openExternal', url }, nothing),
  saveFile: (name, bytes, mime) => askShell({ method: 'saveFile', name, bytes, mime }, saveResult),
  secrets: {
    available: () => askShell({ method: 'secrets.available' }, z.boolean()),
    get: (name) => askShell({ method: 'secrets.get', name }, z.string().nullable()),
    set: (name, value) => askShell({ method: 'secrets.set', name, value }, nothing),
    delete: (name) => askShell({ method: 'secrets.delete', name }, nothing),
  },
  onEvent(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

const frameTypes = new Set<unknown>(['watch', 'unwatch', 'query', 'action']);

/** A frame's outline; names and arguments are checked by the engine. */
function isFrame(value: unknown): value is RendererFrame {
  return (
    typeof value === 'object' && value !== null && 'type' in value && frameTypes.has(value.type) && 'call' in value
  );
}

function windowPort(port: MessagePortMain): FramePort<EngineFrame, RendererFrame> {
  return {
    send: (frame) => port.postMessage(frame),
    onFrame(listener) {
      port.on('message', ({ data }: { data: unknown }) => {
        if (isFrame(data)) listener(data);
      });
      port.start();
    },
    onClose: (listener) => {
      port.on('close', listener);
    },
    close: () => port.close(),
  };
}

async function answer(call: number, run: () => Promise<unknown>): Promise<void> {
  try {
    tell({ type: 'answer', call, value: await run() });
  } catch (error) {
    tell({ type: 'failure', call, message: error instanceof Error ? error.name : 'failure' });
  }
}

async function take(message: ToEngine, port: MessagePortMain | undefined): Promise<void> {
  if (message.type === 'start') {
    const { folder, serverUrl, logFile } = message;
    engine = createEngine({ folder, serverUrl, shell, log: createLogFile(logFile), windowComing: true });
    return await engine.start();
  }
  if (message.type === 'answer') return calls.answered(message.call, message.value);
  if (message.type === 'failure') return calls.failed(message.call, message.message);
  const running = engine;
  if (running === null) throw new Error('the engine was not started');
  switch (message.type) {
    case 'window':
      if (port !== undefined) running.attach(windowPort(port));
      return;
    case 'open-conversation':
      return running.openConversation(message.conversationId);
    case 'shell-event':
      for (const listener of listeners) listener(message.event);
      return;
    case 'upload': {
      const { call, conversationId, name, mime, body, voice } = message;
      return await answer(call, async () => {
        const upload = await running.addUpload({ conversationId, name, mime, body, voice });
        return upload === null ? null : { id: upload.id };
      });
    }
    case 'media':
      return await answer(message.call, async (): Promise<MediaAnswer> => {
        const opened = await running.openMedia(message.id, message.part);
        if (!opened.ok) return opened;
        const { mime, length, read } = opened.content;
        return { ok: true, mime, length, bytes: await read(message.start, message.end) };
      });
    case 'stop':
      await running.stop();
      return tell({ type: 'stopped' });
  }
}

parentPort.on('message', (event) => {
  const message = toEngineSchema.safeParse(event.data);
  if (!message.success) throw new Error('the main process sent what is no message');
  void take(message.data, event.ports[0]);
});
