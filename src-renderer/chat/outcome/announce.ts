import { notifications } from '@mantine/notifications';

/** A short word about something that was done; it goes away by itself. */
export function announceDone(message: string): void {
  notifications.show({ message, color: 'teal', autoClose: 4_000 });
}

/** Something did not happen. It stays longer, since there is something to do about it. */
export function announceProblem(message: string): void {
  notifications.show({ message, color: 'red', autoClose: 10_000, role: 'alert' });
}
