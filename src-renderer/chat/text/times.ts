/** Times as people read them, in the interface's language and this machine's time zone. All take epoch milliseconds. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs far more than using it, and a chat shows hundreds of times. */
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(locale, options);
    formats.set(key, made);
  }
  return made;
}

/** 14:05 */
export const clockTime = (at: number, locale: string): string =>
  format(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);

/** 19/11/2026 */
export const shortDate = (at: number, locale: string): string =>
  format(locale, { day: '2-digit', month: '2-digit', year: 'numeric' }).format(at);

/** 19/11; of another year 19/11/25. */
export function dayAndMonth(at: number, locale: string, now = Date.now()): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(locale, { day: '2-digit', month: '2-digit', ...(sameYear ? {} : { year: '2-digit' }) }).format(at);
}

/** 19/11/2026 14:05 */
export const dateAndTime = (at: number, locale: string): string => `${shortDate(at, locale)} ${clockTime(at, locale)}`;

/** 19/11/2026 14:05:32 */
export const preciseTime = (at: number, locale: string): string =>
  `${shortDate(at, locale)} ${format(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at)}`;

/** quinta-feira, 19 de novembro de 2026 */
export const longDate = (at: number, locale: string): string =>
  format(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at);

/** Names a day of this machine's time zone, so that two times can be told to be of the same day. */
export function dayKey(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

const HOUR = 3_600_000;

/** Which day, as seen from `now`: words for today and yesterday, the date for the others. */
export function relativeDay(at: number, now: number): 'today' | 'yesterday' | 'other' {
  if (dayKey(at) === dayKey(now)) return 'today';
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  return dayKey(at) === dayKey(yesterday.getTime()) ? 'yesterday' : 'other';
}

/** «2 d 3 h», «1 h 05 min», «23 min», «< 1 min»: abbreviations read the same in our three languages. */
export function duration(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  if (minutes < 1) return '< 1 min';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(milliseconds / HOUR);
  if (hours < 24) {
    const rest = minutes % 60;
    return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, '0')} min`;
  }
  const rest = hours % 24;
  return rest === 0 ? `${Math.floor(hours / 24)} d` : `${Math.floor(hours / 24)} d ${rest} h`;
}

/** Seconds of a sound or a film: 0:07, 12:30, 1:02:03. */
export function playingTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours === 0 ? `${minutes}:${two(rest)}` : `${hours}:${two(minutes)}:${two(rest)}`;
}
