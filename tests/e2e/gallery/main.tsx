import '../../../src-renderer/theme/mantine.ts';
import { createRoot } from 'react-dom/client';
import { App } from '../../../src-renderer/app/App.tsx';
import { createActions } from '../../../src-renderer/app/actions/registry.tsx';
import { createMarks } from '../../../src-renderer/app/marks.ts';
import { createRoute } from '../../../src-renderer/app/route.tsx';
import { createTexts } from '../../../src-renderer/i18n/setup.ts';
import { type Scene, sceneBridge } from './scene.ts';

/** The application on a fake engine. What is shown is chosen by the address: `?rows=100000&theme=dark&state=offline`. */
const query = new URLSearchParams(window.location.search);

function oneOf<Value extends string>(name: string, values: readonly [Value, ...Value[]]): Value {
  const wanted = query.get(name);
  return values.find((value) => value === wanted) ?? values[0];
}

const scene: Scene = {
  rows: Number(query.get('rows') ?? 128),
  theme: oneOf('theme', ['light', 'dark', 'system']),
  density: oneOf('density', ['comfortable', 'compact']),
  language: oneOf('language', ['pt-BR', 'en', 'es']),
  long: query.has('long'),
  filtered: query.has('filtered'),
  ...(query.has('listWidth') && { listWidth: Number(query.get('listWidth')) }),
  ...(query.has('role') && { role: oneOf('role', ['agent', 'supervisor', 'admin']) }),
  ...(query.has('paused') && { paused: Number(query.get('paused')) }),
  ...(query.has('bulk') && { bulk: oneOf('bulk', ['running', 'ended']) }),
  state: oneOf('state', [
    'online',
    'offline',
    'catching-up',
    'notices',
    'signed-out',
    'locked',
    'protect',
    'blocked',
    'starting',
  ]),
};

const bridge = sceneBridge(scene);
const root = document.getElementById('root');
if (root === null) throw new Error('the gallery has no #root');

/** The gallery is about what stands around the chat; the panes that fill it have pictures of their own. */
const Nothing = () => null;

createRoot(root).render(
  <App
    bridge={bridge}
    texts={createTexts()}
    route={createRoute({
      section: oneOf('section', ['inbox', 'history', 'settings']),
      conversationId: query.get('open'),
      search: query.get('search') ?? '',
    })}
    actions={createActions()}
    services={{ marks: createMarks(bridge), panes: { Chat: Nothing, Contact: Nothing, History: Nothing } }}
  />,
);
