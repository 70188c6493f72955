import type { MediaPart } from '../../src-shared/bridge/media-part.ts';

/**
 * The window's Content-Security-Policy: nothing but our own files, and no inline code of any kind. `socket` is the
 * bridge's address where it is a WebSocket (older engines do not count `ws:` as `'self'`).
 */
export function pagePolicy(socket: string | null = null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    // A mail's page, in a frame of its own; whatever it says, that frame goes nowhere else.
    "frame-src 'self'",
    `connect-src 'self'${socket === null ? '' : ` ${socket}`}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** What a customer sent is shown as picture, sound or film, and is never a page. */
export const mediaPolicy = "default-src 'none'; sandbox";

const shownInline = /^(image\/(png|jpeg|gif|webp|avif)|audio\/[\w.+-]+|video\/[\w.+-]+)$/;

/**
 * A mail's page: the second of its two locks (the first is that the backend keeps only what is harmless). No script, no
 * origin, no request but for pictures from elsewhere where the reader asked for them; a link opens outside, when pressed.
 */
export const mailPolicy = (pictures: boolean): string =>
  [
    "default-src 'none'",
    `img-src data:${pictures ? ' https: http:' : ''}`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ].join('; ');

function mailHeaders(pictures: boolean): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': mailPolicy(pictures),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
  };
}

/** By what was asked for, never by what the bytes call themselves: a medium is no page, and a page no medium. */
export function headersOf(part: MediaPart, mime: string): Record<string, string> {
  return part === 'page' || part === 'page-with-pictures'
    ? mailHeaders(part === 'page-with-pictures')
    : mediaHeaders(mime);
}

/** Headers of a medium. Everything that a browser could run (SVG, HTML, PDF) is handed over for saving only. */
export function mediaHeaders(mime: string): Record<string, string> {
  const inline = shownInline.test(mime);
  return {
    'content-type': inline ? mime : 'application/octet-stream',
    'content-disposition': inline ? 'inline' : 'attachment',
    'content-security-policy': mediaPolicy,
    'x-content-type-options': 'nosniff',
    // On this machine media lie encrypted in the engine's own store; the browser must keep no plain copy.
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
  };
}

export const pageHeaders: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=(), payment=(), microphone=(self)',
};

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
};

export function typeOfFile(name: string): string {
  return types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}
