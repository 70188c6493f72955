/**
 * Whether a statement failed because of the database's own state (no connection, no room, a lock, it is being stopped) and
 * would have succeeded at another time. Then what it was about is not to blame.
 * https://www.postgresql.org/docs/18/errcodes-appendix.html: classes 08, 40, 53, 55, 57 and 58
 */
export const isDatabaseTrouble = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^(08|40|53|55|57|58)[0-9A-Z]{3}$/.test(error.code);
