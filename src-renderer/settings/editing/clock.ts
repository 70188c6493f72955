/** A clock time as people type it («8», «830», «8h30», «24») as «08:30»; what is none stays as typed. */
export function asClock(typed: string): string {
  const match = /^\s*(\d{1,2})\s*(?:[:h.]?\s*(\d{2}))?\s*h?\s*$/i.exec(typed);
  if (match === null) return typed.trim();
  const [, hours = '', minutes = '00'] = match;
  return `${hours.padStart(2, '0')}:${minutes}`;
}
