/**
 * What the widget remembers on the visitor's machine: the secret that makes them the same visitor after a reload, and
 * what they wrote that the backend has not confirmed yet. Tabs share it; each writes whole small values.
 */
export interface Memory {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** Falls back to the page's lifetime where the site or the browser forbids storage. */
export const browserMemory = (): Memory => {
  try {
    const probe = 'turno.livechat.probe';
    localStorage.setItem(probe, '1');
    localStorage.removeItem(probe);
    return {
      get: (key) => localStorage.getItem(key),
      set(key, value) {
        try {
          localStorage.setItem(key, value);
        } catch {
          // Full: the message is still in memory and will be sent from there.
        }
      },
      remove: (key) => localStorage.removeItem(key),
    };
  } catch {
    return passingMemory();
  }
};

export const passingMemory = (): Memory => {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
  };
};

/** 256 random bits, base64url without padding. */
export const makeSecret = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
};

/** A UUID; `crypto.randomUUID` is missing on sites served without TLS. */
export const makeId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
