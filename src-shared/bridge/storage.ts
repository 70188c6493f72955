/** Days for which finished conversations are kept on a machine when the agent did not choose otherwise. */
export const KEEP_DAYS = 90;
/** What may be chosen. */
export const KEEP_DAYS_CHOICES = [30, 60, 90, 180, 365, 730] as const;
