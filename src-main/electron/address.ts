/** The window's own address; everything else is foreign. */
export const SCHEME = 'app';
export const HOST = 'turno';
export const ORIGIN = `${SCHEME}://${HOST}`;

export function isOwnPage(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.protocol === `${SCHEME}:` && parsed.host === HOST;
}
