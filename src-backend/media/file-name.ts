/** Control characters, and those that turn the writing direction: `fotoexe.jpg` may read `fotogpj.exe`. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const MAX_LENGTH = 120;

/** A name that somebody else chose, fit to be shown and saved: no folders, nothing invisible, not too long. */
export function cleanFileName(name: string | null | undefined): string | null {
  const base = (name ?? '').split(/[\\/]/).at(-1) ?? '';
  const clean = base
    .replace(UNSAFE, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+/, '')
    .trim();
  if (clean === '') return null;
  if (clean.length <= MAX_LENGTH) return clean;
  const extension = /\.[\p{L}\p{N}]{1,8}$/u.exec(clean)?.[0] ?? '';
  return clean.slice(0, MAX_LENGTH - extension.length) + extension;
}

/** `Content-Disposition` by RFC 6266: plain letters for old readers, UTF-8 for the others. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string | null): string {
  const clean = cleanFileName(name);
  if (clean === null) return kind;
  const plain = clean
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|[\\"%]/g, '_');
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
