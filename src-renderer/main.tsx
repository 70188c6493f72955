import './app/no-eval.ts';
import './theme/mantine.ts';
import './i18n/types.ts';
import { lazy } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { createActions } from './app/actions/registry.tsx';
import { createMarks, watchFirstKey } from './app/marks.ts';
import { createRoute } from './app/route.tsx';
import { connectBridge } from './bridge/connect.ts';
import { openFirstWatches } from './bridge/first-watches.ts';
import { createSharedWatches } from './bridge/shared-watches.ts';
import { createTexts } from './i18n/setup.ts';

// The bridge opens first, and with it what the last start asked for: the first picture is then drawn once, with its rows.
const bridge = connectBridge();
const watches = createSharedWatches(bridge);
const marks = createMarks(bridge);
openFirstWatches(watches, marks.listPainted);
watchFirstKey(marks);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

createRoot(root).render(
  <App
    bridge={bridge}
    watches={watches}
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
