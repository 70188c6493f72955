import './window.ts';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { render } from '@testing-library/react';
import { type UserEvent, userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { type Actions, ActionsProvider, createActions } from '../../../src-renderer/app/actions/registry.tsx';
import { createRoute, RouteProvider, type RouteStore } from '../../../src-renderer/app/route.tsx';
import { createFakeBridge, type FakeBridge, type FakeData } from '../../../src-renderer/bridge/fake.ts';
import { BridgeProvider } from '../../../src-renderer/bridge/hooks.tsx';
import ChatPane from '../../../src-renderer/chat/ChatPane.tsx';
import { createTexts } from '../../../src-renderer/i18n/setup.ts';
import { theme } from '../../../src-renderer/theme/theme.ts';
import type { ActionName } from '../../../src-shared/bridge/contract.ts';
import type { ChatItem, ConnectionView, ConversationView } from '../../../src-shared/bridge/views.ts';
import type { Person } from '../../../src-shared/protocol/entities.ts';
import { ana, directory, NOW } from '../../e2e/gallery/people.ts';
import { mari, mariana } from '../../e2e/gallery/talk.ts';

export const online: ConnectionView = {
  state: 'online',
  cause: null,
  catchingUp: null,
  // The stories stand on their own afternoon, whatever today is.
  clockSkewMs: Date.now() - NOW,
  localProblem: null,
};
export const offline: ConnectionView = { ...online, state: 'offline', cause: { kind: 'network' } };

export interface Opened {
  bridge: FakeBridge;
  user: UserEvent;
  route: RouteStore;
  actions: Actions;
  /** Arguments of every call of an action, in order. */
  asked(name: ActionName): unknown[];
}

export interface Story {
  conversation?: Partial<ConversationView> | null;
  items?: ChatItem[];
  hasMore?: boolean;
  connection?: ConnectionView;
  me?: Person;
  data?: FakeData;
}

/** A fake engine that knows Mariana's conversation, changed as the story says. */
export function storyBridge({
  conversation = {},
  items = [],
  hasMore = false,
  connection = online,
  me = ana,
  data,
}: Story) {
  const workspace = { id: 'aurora', name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' };
  return createFakeBridge({
    ...data,
    watches: {
      session: { phase: 'ready', person: me, workspace, email: 'ana@aurora.example' },
      connection,
      directory,
      outbox: { pending: [], conflicts: [] },
      uploads: [],
      conversation: conversation === null ? null : { ...mariana, ...conversation },
      'conversation.chat': ({ limit }) => ({ items: items.slice(-limit), hasMore: hasMore || items.length > limit }),
      contact: mari,
      'archive.held': [],
      ...data?.watches,
    },
    queries: { draft: { text: '' }, 'archive.list': { ok: true, value: { rows: [], next: null } }, ...data?.queries },
  });
}

/** Puts a part of the window on a bridge, with everything that stands around it. */
export function show(part: ReactNode, bridge: FakeBridge): Opened {
  const user = userEvent.setup();
  const route = createRoute({ conversationId: 'mariana' });
  const actions = createActions();
  render(
    <I18nextProvider i18n={createTexts()}>
      <MantineProvider theme={theme} env="test">
        <BridgeProvider bridge={bridge}>
          <RouteProvider route={route}>
            <ActionsProvider actions={actions}>
              {part}
              <Notifications />
            </ActionsProvider>
          </RouteProvider>
        </BridgeProvider>
      </MantineProvider>
    </I18nextProvider>,
  );
  const asked = (name: ActionName) => bridge.calls.filter((call) => call.name === name).map((call) => call.args);
  return { bridge, user, route, actions, asked };
}

/** Opens the chat as the frame does. */
export function openChat(story: Story = {}, focus: { messageId: string; nonce: number } | null = null): Opened {
  return show(<ChatPane conversationId="mariana" focus={focus} />, storyBridge(story));
}
