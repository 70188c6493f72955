/**
 * A `Range` header (RFC 9110, 14.2) of one part; null: send everything, which is right for what is malformed or has
 * several parts. Both ends count.
 */
export function byteRange(
  header: string | undefined,
  length: number,
): { start: number; end: number } | null | 'unsatisfiable' {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (parts === null) return null;
  const [first, last] = [parts[1] ?? '', parts[2] ?? ''];
  if (first === '' && last === '') return null;
  if (first === '') {
    const suffix = Number(last);
    return suffix === 0 || length === 0 ? 'unsatisfiable' : { start: Math.max(0, length - suffix), end: length - 1 };
  }
  const start = Number(first);
  if (start >= length) return 'unsatisfiable';
  const end = last === '' ? length - 1 : Math.min(Number(last), length - 1);
  return end < start ? null : { start, end };
}
