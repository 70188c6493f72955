/** A day of the calendar (`2026-11-22`) as the language writes it, without a zone that could move it. */
export function dayWords(day: string, language: string): string {
  return Temporal.PlainDate.from(day).toLocaleString(language, { day: '2-digit', month: '2-digit', year: 'numeric' });
}
