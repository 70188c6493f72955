import { act, cleanup, configure, render } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { App } from '../../../src-renderer/app/App.tsx';
import { type Actions, createActions } from '../../../src-renderer/app/actions/registry.tsx';
import { createMarks } from '../../../src-renderer/app/marks.ts';
import type { Panes } from '../../../src-renderer/app/panes.ts';
import { createRoute, type Route, type RouteStore } from '../../../src-renderer/app/route.tsx';
import type { FakeBridge } from '../../../src-renderer/bridge/fake.ts';
import { createTexts } from '../../../src-renderer/i18n/setup.ts';

// What is loaded when it is first needed takes its time on a busy machine.
configure({ asyncUtilTimeout: 4_000 });

/** jsdom lays nothing out; these stand for what it lacks and the window needs. */
export function prepareDom(width = 1366) {
  beforeEach(() => {
    vi.stubGlobal('matchMedia', (query: string) => ({
      matches: query.includes('min-width: 1200px') ? width >= 1200 : false,
      media: query,
      addEventListener: () => {},
      removeEventListener: () => {},
      addListener: () => {},
      removeListener: () => {},
    }));
    vi.stubGlobal(
      'ResizeObserver',
      class {
        readonly told: ResizeObserverCallback;
        constructor(told: ResizeObserverCallback) {
          this.told = told;
        }
        /** As browsers do, the first size is told in the same frame. A list is as tall as the window, a row as a row. */
        observe(target: Element) {
          const contentRect = new DOMRect(0, 0, width, target.getAttribute('role') === 'listbox' ? 768 : 72);
          const entry = { target, contentRect, borderBoxSize: [], contentBoxSize: [], devicePixelContentBoxSize: [] };
          queueMicrotask(() => act(() => this.told([entry], this)));
        }
        unobserve() {}
        disconnect() {}
      },
    );
    vi.spyOn(HTMLElement.prototype, 'offsetParent', 'get').mockReturnValue(document.body);
    vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(width);
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(768);
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(10, 10, 200, 40));
    Element.prototype.scrollTo = () => {};
    Element.prototype.scrollIntoView = () => {};
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
}

const panes: Panes = {
  Chat: ({ conversationId, focus }) => (
    <p>
      chat {conversationId} {focus?.messageId}
    </p>
  ),
  Contact: ({ conversationId }) => <p>contato {conversationId}</p>,
  History: () => <p>histórico</p>,
};

export interface OpenedWindow {
  bridge: FakeBridge;
  route: RouteStore;
  actions: Actions;
}

/** The whole window on a fake engine, after the engine's first answers. */
export async function openWindow(
  bridge: FakeBridge,
  start: Partial<Route> = {},
  replaced: Partial<Panes> = {},
): Promise<OpenedWindow> {
  const route = createRoute(start);
  const actions = createActions();
  await act(async () => {
    render(
      <App
        bridge={bridge}
        texts={createTexts()}
        route={route}
        actions={actions}
        services={{ marks: createMarks(bridge), panes: { ...panes, ...replaced } }}
      />,
    );
  });
  return { bridge, route, actions };
}
