import type {
  NotificationResult,
  SaveFileResult,
  Shell,
  ShellEvent,
  ShellNotification,
} from '../../src-main/engine/shell.ts';

/** A machine for tests: everything the engine asks of a shell is kept for looking at. */
export interface FakeShell extends Shell {
  notifications: ShellNotification[];
  badges: number[];
  opened: string[];
  saved: { name: string; bytes: Uint8Array; mime: string }[];
  windows: number;
  /** Tells the engine of the machine: sleep, network, a click on a notification. */
  tell(event: ShellEvent): void;
  forgetSecrets(): void;
  answerNotifications(result: NotificationResult): void;
  answerSaves(result: SaveFileResult): void;
}

export function createFakeShell(options: { keyring: boolean }): FakeShell {
  const secrets = new Map<string, string>();
  const listeners = new Set<(event: ShellEvent) => void>();
  let notificationResult: NotificationResult = { result: 'shown' };
  let saveResult: SaveFileResult = { result: 'saved', where: 'Documentos' };
  const shell: FakeShell = {
    notifications: [],
    badges: [],
    opened: [],
    saved: [],
    windows: 0,
    openWindow() {
      shell.windows += 1;
    },
    async notify(notification) {
      shell.notifications.push(notification);
      return notificationResult;
    },
    badge(count) {
      shell.badges.push(count);
    },
    secrets: {
      available: async () => options.keyring,
      get: async (name) => secrets.get(name) ?? null,
      async set(name, value) {
        secrets.set(name, value);
      },
      async delete(name) {
        secrets.delete(name);
      },
    },
    async openExternal(url) {
      shell.opened.push(url);
    },
    async saveFile(name, bytes, mime) {
      if (saveResult.result === 'saved') shell.saved.push({ name, bytes, mime });
      return saveResult;
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(event) {
      for (const listener of listeners) listener(event);
    },
    forgetSecrets() {
      secrets.clear();
    },
    answerNotifications(result) {
      notificationResult = result;
    },
    answerSaves(result) {
      saveResult = result;
    },
  };
  return shell;
}
