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
import { drawnSound } from './drawn-sound.ts';
import { sceneBridge } from './scene.ts';

/** The whole window with its middle and right columns, on a fake engine: `?talk=many&stands=queue&theme=dark`. */
const query = new URLSearchParams(window.location.search);

function oneOf<Value extends string>(name: string, values: readonly [Value, ...Value[]]): Value {
  const wanted = query.get(name);
  return values.find((value) => value === wanted) ?? values[0];
}

const frame = sceneBridge({
  rows: 128,
  theme: oneOf('theme', ['light', 'dark']),
  density: oneOf('density', ['comfortable', 'compact']),
  language: oneOf('language', ['pt-BR', 'en', 'es']),
  long: false,
  state: oneOf('state', ['online', 'offline']),
});
const bridge = fillChat(frame, {
  talk: oneOf('talk', [
    'everything',
    'many',
    'empty',
    'hostile',
    'arrivals',
    'template',
    'choices',
    'media',
    'files',
    'oddities',
    'directs',
    'states',
    'strained',
    'kinds',
    'mails',
  ]),
  stands: oneOf('stands', [
    'mine',
    'queue',
    'offered',
    'lost',
    'colleague',
    'finished',
    'finishing',
    'closed',
    'mail',
    'gone',
  ]),
  history: Number(query.get('history') ?? 100_000),
  uploads: query.has('uploads'),
  conflict: query.has('conflict'),
});

/** A drawn picture stands for every medium; `lost` is one that cannot be loaded. */
const drawn = new Blob(
  [
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200"><rect width="900" height="1200" fill="#e9e4d8"/><rect x="90" y="120" width="720" height="960" fill="#fff"/><g fill="#8a8f94"><rect x="150" y="200" width="480" height="40"/><rect x="150" y="300" width="600" height="20"/><rect x="150" y="350" width="560" height="20"/><rect x="150" y="400" width="600" height="20"/><rect x="150" y="900" width="300" height="60"/></g></svg>',
  ],
  { type: 'image/svg+xml' },
);
const pictureUrl = URL.createObjectURL(drawn);
const soundUrl = URL.createObjectURL(drawnSound());
/** A parcel on a counter, for what is wider than high. */
const wideUrl = URL.createObjectURL(
  new Blob(
    [
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 628" width="1200" height="628"><rect width="1200" height="628" fill="#cfe3e4"/><rect y="470" width="1200" height="158" fill="#8fb3b5"/><rect x="400" y="190" width="400" height="300" rx="12" fill="#d9a766"/><rect x="560" y="190" width="80" height="300" fill="#f1d9b0"/><rect x="440" y="390" width="90" height="60" rx="6" fill="#fff"/></svg>',
    ],
    { type: 'image/svg+xml' },
  ),
);
const drawnUrls: Record<string, string> = { voz: soundUrl, vitrine: wideUrl };
const mediaUrl: typeof bridge.mediaUrl = (id, part) =>
  part?.startsWith('page') === true ? '/mail.html' : query.has('lost') ? '/lost.jpg' : (drawnUrls[id] ?? pictureUrl);

const root = document.getElementById('root');
if (root === null) throw new Error('the gallery has no #root');

createRoot(root).render(
  <App
    bridge={{ ...bridge, mediaUrl }}
    texts={createTexts()}
    route={createRoute({
      section: oneOf('section', ['inbox', 'history']),
      conversationId: 'mariana',
      focus: query.has('focus') ? { messageId: query.get('focus') ?? '', nonce: 1 } : null,
    })}
    actions={createActions()}
    services={{
      marks: createMarks(bridge),
      panes: { Chat: ChatPane, Contact: ContactPanel, History: HistorySection },
    }}
  />,
);
