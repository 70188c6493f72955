import { act, screen, within } from '@testing-library/react';
import type { StartFrom } from '../../../src-renderer/app/route.tsx';
import type { FakeBridge, FakeData } from '../../../src-renderer/bridge/fake.ts';
import { StartOverlay } from '../../../src-renderer/start/StartOverlay.tsx';
import type { Directory } from '../../../src-shared/bridge/views.ts';
import type { StartCheck } from '../../../src-shared/protocol/queries.ts';
import { directory } from '../../e2e/gallery/people.ts';
import { type Opened, show, storyBridge } from '../chat/open.tsx';
import { past } from './answers.ts';

export interface StartStory {
  from?: StartFrom | null;
  check?: StartCheck;
  connections?: Directory['connections'];
  data?: FakeData;
  connection?: Parameters<typeof storyBridge>[0]['connection'];
}

export interface OpenedStart extends Opened {
  dialog: ReturnType<typeof within>;
  /** Every question to the server, in order. */
  questions: unknown[];
  to(): HTMLElement;
  create(): HTMLElement;
}

/** Opens «Nova conversa» on a fake engine whose server answers every number with `check`. */
export async function openStart({
  from = null,
  check = past,
  connections = directory.connections,
  data,
  connection,
}: StartStory = {}): Promise<OpenedStart> {
  const questions: unknown[] = [];
  const bridge: FakeBridge = storyBridge({
    ...(connection === undefined ? {} : { connection }),
    data: {
      ...data,
      watches: { directory: { ...directory, connections }, ...data?.watches },
      queries: {
        'server.conversation.startCheck': (args) => {
          questions.push(args);
          return { ok: true, value: check };
        },
        ...data?.queries,
      },
    },
  });
  const opened = show(<StartOverlay />, bridge);
  act(() => opened.route.getState().openStart(from));
  const dialog = within(await screen.findByRole('dialog', { name: 'Nova conversa' }));
  return {
    ...opened,
    questions,
    dialog,
    to: () => dialog.getByRole('textbox', { name: 'Para' }),
    create: () => dialog.getByRole('button', { name: '+ Criar conversa' }),
  };
}
