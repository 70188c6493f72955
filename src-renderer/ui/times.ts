const DAY_MS = 86_400_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making an Intl formatter costs more than a frame's worth of rows, so each is made once. */
function formatter(language: string, kind: keyof typeof styles): Intl.DateTimeFormat {
  const key = `${language} ${kind}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(language, styles[kind]);
  formatters.set(key, made);
  return made;
}

const styles = {
  time: { hour: '2-digit', minute: '2-digit' },
  weekday: { weekday: 'short' },
  day: { day: '2-digit', month: '2-digit' },
  date: { day: '2-digit', month: '2-digit', year: '2-digit' },
  full: { dateStyle: 'full', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/**
 * The time on a card: the hour today, «ontem», the weekday within a week, else the date. Epoch milliseconds, shown in
 * this machine's time zone.
 */
export function cardTime(at: number, now: number, language: string, yesterday: string): string {
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  if (days <= 0) return formatter(language, 'time').format(at);
  if (days === 1) return yesterday;
  if (days < 7) return formatter(language, 'weekday').format(at).replace('.', '');
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return formatter(language, sameYear ? 'day' : 'date').format(at);
}

export function fullTime(at: number, language: string): string {
  return formatter(language, 'full').format(at);
}

/** A span as people say it in a narrow place: «23 min», «1h40», «12 h», «2 d». Never less than «1 min». */
export function shortSpan(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 10 && minutes % 60 > 0) return `${hours}h${String(minutes % 60).padStart(2, '0')}`;
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** A running clock: «4:05», «1:02:09». */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
