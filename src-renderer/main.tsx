import './theme/mantine.ts';
import './i18n/types.ts';
import { lazy } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { createActions } from './app/actions/registry.tsx';
import { createMarks, watchFirstKey } from './app/marks.ts';
import { createRoute } from './app/route.tsx';
import { connectBridge } from './bridge/connect.ts';
import { createTexts } from './i18n/setup.ts';

// The bridge opens first: the engine's first answers travel while React is still building the frame.
const bridge = connectBridge();
const marks = createMarks(bridge);
watchFirstKey(marks);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

createRoot(root).render(
  <App
    bridge={bridge}
    texts={createTexts()}
    route={createRoute()}
    actions={createActions()}
    services={{
      marks,
      panes: {
        Chat: lazy(() => import('./chat/ChatPane.tsx')),
        Contact: lazy(() => import('./contact/ContactPanel.tsx')),
        History: lazy(() => import('./history/HistorySection.tsx')),
      },
    }}
  />,
);
