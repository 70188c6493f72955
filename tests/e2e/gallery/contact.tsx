import '../../../src-renderer/theme/mantine.ts';
import { createRoot } from 'react-dom/client';
import { App } from '../../../src-renderer/app/App.tsx';
import { createActions } from '../../../src-renderer/app/actions/registry.tsx';
import { createMarks } from '../../../src-renderer/app/marks.ts';
import { createRoute } from '../../../src-renderer/app/route.tsx';
import ChatPane from '../../../src-renderer/chat/ChatPane.tsx';
import ContactPanel from '../../../src-renderer/contact/ContactPanel.tsx';
import HistorySection from '../../../src-renderer/history/HistorySection.tsx';
import { createTexts } from '../../../src-renderer/i18n/setup.ts';
import { fillChat } from './chat-scene.ts';
import { known, other, timeline } from './customer.ts';
import { sceneBridge } from './scene.ts';
import { mariana } from './talk.ts';

/** The window with a customer of several channels: `?theme=dark&state=offline`. */
const query = new URLSearchParams(window.location.search);
const dark = query.get('theme') === 'dark';
const frame = sceneBridge({
  ...{ rows: 128, theme: dark ? 'dark' : 'light', density: 'comfortable', language: 'pt-BR', long: false },
  state: query.get('state') === 'offline' ? 'offline' : 'online',
});
const bridge = fillChat(frame, {
  ...{ talk: 'everything', stands: 'mine', history: 0, uploads: false, conflict: false },
});
bridge.set('contact', ({ contactId }) => (contactId === other.id ? other : known));
bridge.set('contact.timeline', ({ kinds, limit }) => {
  const items = timeline.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
  return { contactId: known.id, items: items.slice(0, limit), hasMore: items.length > limit };
});
bridge.set('conversation', {
  ...mariana,
  group: [
    {
      ...{ id: 'mail', protocol: '2026-0048300', channel: 'email', connectionId: 'mailbox' },
      ...{ connectionName: 'E-mail da loja', mergeId: 'm7', at: mariana.lastActivityAt, byName: 'Ana Souza' },
    },
  ],
  targets: [
    ...mariana.targets,
    ...mariana.targets.map((target) => ({
      ...target,
      ...{ conversationId: 'mail', identityId: 'i3', channel: 'email' as const, connectionName: 'E-mail da loja' },
      ...{ address: 'mari.cavalcanti.de.albuquerque@provedor.example', windowEndsAt: null },
    })),
  ],
});

const root = document.getElementById('root');
if (root === null) throw new Error('the gallery has no #root');
createRoot(root).render(
  <App
    bridge={bridge}
    texts={createTexts()}
    route={createRoute({ conversationId: 'mariana' })}
    actions={createActions()}
    services={{
      marks: createMarks(bridge),
      panes: { Chat: ChatPane, Contact: ContactPanel, History: HistorySection },
    }}
  />,
);
