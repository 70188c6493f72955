import { join } from 'node:path';
import { findBrowser } from './browser/find.ts';
import { type Browser, browserSwitches, launchBrowser } from './browser/launch.ts';
import { prepareProfile } from './browser/profile.ts';
import type { Guard } from './loopback/guard.ts';

export type WindowPlace = 'browser' | 'no-browser' | 'no-display' | 'not-wanted';

/** Where the window can be shown on this machine. */
export function windowPlace(wanted: boolean, environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): WindowPlace {
  if (!wanted) return 'not-wanted';
  const display = platform !== 'linux' || Boolean(environment.DISPLAY) || Boolean(environment.WAYLAND_DISPLAY);
  if (!display) return 'no-display';
  return findBrowser() === null ? 'no-browser' : 'browser';
}

export interface AppWindow {
  /** Opens it, or brings the open one to the front. */
  show(): void;
  /** The browser's process lives. */
  isOpen(): boolean;
  close(): Promise<void>;
}

export function createAppWindow(deps: {
  userDataFolder: string;
  /** Where the window is served; it may be another address after the port was found taken. */
  guard(): Pick<Guard, 'host' | 'launchUrl'>;
  onClosed(): void;
}): AppWindow {
  const profileFolder = join(deps.userDataFolder, 'browser');
  let browser: Browser | null = null;

  function launch(): void {
    const program = findBrowser();
    if (program === null) return;
    const guard = deps.guard();
    prepareProfile(profileFolder, `http://${guard.host}`);
    const rootless = process.getuid?.() !== 0;
    const launched = launchBrowser(program, browserSwitches({ url: guard.launchUrl(), profileFolder, rootless }));
    browser = launched;
    launched.onExit(() => {
      if (browser !== launched) return;
      browser = null;
      deps.onClosed();
    });
  }

  return {
    show() {
      const open = browser;
      if (open === null) return launch();
      void open.control.bringToFront(`http://${deps.guard().host}`);
    },
    isOpen: () => browser !== null,
    async close() {
      await browser?.close();
    },
  };
}
