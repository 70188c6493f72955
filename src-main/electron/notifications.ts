import type { Notification } from 'electron';
import type { NotificationResult, ShellNotification } from '../engine/shell.ts';

type NotificationClass = Pick<typeof Notification, 'isSupported'> & {
  new (options: Electron.NotificationConstructorOptions): Notification;
};

const ANSWER_TIMEOUT_MS = 3_000;

/** Shows notifications; a newer one takes the place of the older with its tag. */
export function createNotifications(deps: {
  Notification: NotificationClass;
  onClick(conversationId: string | null): void;
}): { notify(notification: ShellNotification): Promise<NotificationResult>; closeAll(): void } {
  /** Held here, because a notification that is collected no longer tells of its click. */
  const shown = new Map<string, Notification>();

  return {
    notify({ tag, title, body, conversationId, silent }) {
      if (!deps.Notification.isSupported()) return Promise.resolve({ result: 'not-shown', reason: 'unsupported' });
      shown.get(tag)?.close();
      const notification = new deps.Notification({ title, body, silent });
      shown.set(tag, notification);
      const forget = () => {
        if (shown.get(tag) === notification) shown.delete(tag);
      };
      return new Promise((done) => {
        const timer = setTimeout(() => done({ result: 'shown' }), ANSWER_TIMEOUT_MS);
        const answer = (result: NotificationResult) => {
          clearTimeout(timer);
          done(result);
        };
        notification.on('show', () => answer({ result: 'shown' }));
        notification.on('failed', (_event, message) => {
          forget();
          answer({ result: 'error', message });
        });
        notification.on('click', () => {
          forget();
          deps.onClick(conversationId);
        });
        notification.on('close', forget);
        notification.show();
      });
    },
    closeAll() {
      for (const notification of shown.values()) notification.close();
      shown.clear();
    },
  };
}
