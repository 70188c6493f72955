import type { App, Session, WebContents } from 'electron';
import { allowedExternalLink } from '../desktop/external-links.ts';
import { mediumOfPath } from '../desktop/media-path.ts';
import { isOwnPage } from './address.ts';

/** What the window's page may ask of the system. Notifications are shown by the main process and need no permission. */
const allowedPermissions = new Set(['clipboard-sanitized-write', 'fullscreen']);

/** The microphone alone, for voice notes; a page that asks for the camera with it gets neither. */
function isMicrophoneOnly(permission: string, details: { mediaTypes?: string[]; mediaType?: string }): boolean {
  if (permission !== 'media') return false;
  const kinds = details.mediaTypes ?? (details.mediaType === undefined ? [] : [details.mediaType]);
  return kinds.length > 0 && kinds.every((kind) => kind === 'audio');
}

const isOwnMedium = (url: string): boolean =>
  isOwnPage(url) && mediumOfPath(URL.parse(url)?.pathname ?? '')?.part === 'whole';

/** Everything is denied but what is named above, and that to our own page only. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const media = 'mediaTypes' in details && details.mediaTypes !== undefined ? { mediaTypes: details.mediaTypes } : {};
    answer(
      isOwnPage(details.requestingUrl) && (allowedPermissions.has(permission) || isMicrophoneOnly(permission, media)),
    );
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    const media = details.mediaType === undefined ? {} : { mediaType: details.mediaType };
    return isOwnPage(requestingOrigin) && (allowedPermissions.has(permission) || isMicrophoneOnly(permission, media));
  });
  session.setDevicePermissionHandler(() => false);
  // What a message carries may be saved: the system asks where. Nothing else is ever written to disk by the window.
  session.on('will-download', (event, item) => {
    if (!isOwnMedium(item.getURL())) event.preventDefault();
  });
}

/** No page leads anywhere and none opens a window; a link that the allow-list knows goes to the system's browser. */
export function confine(contents: WebContents, openExternal: (url: string) => void): void {
  const stay = (event: { preventDefault(): void; url: string }) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const link = allowedExternalLink(url);
    if (link !== null) openExternal(link);
    return { action: 'deny' };
  });
}

/** For every page that may ever exist in this application. */
export function confineAll(app: App, openExternal: (url: string) => void): void {
  app.on('web-contents-created', (_event, contents) => confine(contents, openExternal));
}
