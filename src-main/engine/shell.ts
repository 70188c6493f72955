/**
 * What a shell (Electron, or Chromium behind a local server) gives to the engine. It is all the engine knows of the
 * machine beyond its own folder and the network; tests give one of their own (`tests/simulators/shell.ts`).
 */
export interface Shell {
  /** Opens the window, or brings the open one to the front. */
  openWindow(): void;
  notify(notification: ShellNotification): Promise<NotificationResult>;
  /** The unread count on tray, dock or title; 0 removes it. */
  badge(count: number): void;
  secrets: SecretStore;
  /** Opens a link in the system's browser. The engine passes only what its allow-list lets through. */
  openExternal(url: string): Promise<void>;
  /** Asks where to save, and saves. A full disk is a result; anything else that fails throws. */
  saveFile(name: string, bytes: Uint8Array, mime: string): Promise<SaveFileResult>;
  /** Tells of the machine's events. Returns what ends the subscription. */
  onEvent(listener: (event: ShellEvent) => void): () => void;
}

export interface ShellNotification {
  /** A newer notification with the same tag takes the place of the older. */
  tag: string;
  title: string;
  body: string;
  /** Clicking it makes the shell send `notification-click` with this. */
  conversationId: string | null;
  silent: boolean;
}

/**
 * `use-window`: this shell shows notifications through the window's own page; the engine then sends the bridge's
 * `notify` event.
 */
export type NotificationResult =
  | { result: 'shown' }
  | { result: 'not-shown'; reason: 'no-permission' | 'unsupported' | 'use-window' }
  | { result: 'error'; message: string };

export type SaveFileResult = { result: 'saved'; where: string } | { result: 'cancelled' } | { result: 'disk-full' };

/**
 * The system's secret storage. `available` is asked once at start: false means that there is no keyring, or none that
 * protects (Electron's `basic_text` is none). Values are text; names are chosen by the engine and hold no private data.
 */
export interface SecretStore {
  available(): Promise<boolean>;
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

export type ShellEvent =
  | { type: 'suspend' }
  | { type: 'resume' }
  | { type: 'network'; online: boolean }
  /** Nobody touched the machine for a while, or somebody is back. */
  | { type: 'idle'; idle: boolean }
  /** Milliseconds since anything was touched on the whole machine; told every few seconds by shells that know. */
  | { type: 'machine-idle'; ms: number }
  | { type: 'notification-click'; conversationId: string | null };
