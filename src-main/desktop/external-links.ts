const allowed = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/**
 * Enforced again at the very door to the system, whatever the engine let through: a `file:` or a custom scheme handed
 * to the system's opener starts programs. The answer is the address in its normal form, which cannot be taken for a switch.
 */
export function allowedExternalLink(link: string): string | null {
  const url = URL.parse(link);
  if (url === null || !allowed.has(url.protocol)) return null;
  return url.username === '' && url.password === '' ? url.href : null;
}
