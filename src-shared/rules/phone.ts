/**
 * Brazilian telephone numbers as WhatsApp identifies people by them. Everywhere a `phone` is digits only and carries
 * its country code. A number that does not begin with 55 and an area code in use is left exactly as it is.
 *
 * Sources: Anatel's numbering plan for the area codes and the ninth digit of mobiles; WhatsApp keeps the id a number
 * was first registered with, so the same mobile may arrive with or without its ninth digit.
 */

const COUNTRY = '55';

/** Area codes in use (DDD). */
export const DDDS: ReadonlySet<string> = new Set(
  [
    '11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 53 54 55',
    '61 62 63 64 65 66 67 68 69 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 92 93 94 95 96 97 98 99',
  ]
    .join(' ')
    .split(' '),
);

interface BrazilianPhone {
  ddd: string;
  /** What follows the area code: 8 or 9 digits. */
  local: string;
  kind: 'mobile' | 'landline';
}

function readBrazilian(phone: string): BrazilianPhone | null {
  if (!/^55\d{10,11}$/.test(phone)) return null;
  const ddd = phone.slice(2, 4);
  const local = phone.slice(4);
  if (!DDDS.has(ddd)) return null;
  if (local.length === 9) return local.startsWith('9') ? { ddd, local, kind: 'mobile' } : null;
  if (/^[2-5]/.test(local)) return { ddd, local, kind: 'landline' };
  return /^[6-9]/.test(local) ? { ddd, local, kind: 'mobile' } : null;
}

/** Digits with country code when the address is written as a telephone number (`+55 (11) 98765-4321`), else null. */
export function phoneOf(address: string): string | null {
  if (!/^\+?[\d\s().-]+$/.test(address)) return null;
  const digits = address.replace(/\D/g, '');
  // E.164 allows 15 digits; below 7 nothing is a full international number.
  return digits.length >= 7 && digits.length <= 15 ? digits : null;
}

/**
 * Every way the same line may be written, the given one first: a mobile with and without its ninth digit, anything
 * else only itself. The short form is offered only where it cannot be a landline's (its first digit is 6 to 9):
 * mobiles such as 11 9 4xxx-xxxx were given out with nine digits and never had eight.
 */
export function phoneVariants(phone: string): string[] {
  const number = readBrazilian(phone);
  if (number?.kind !== 'mobile') return [phone];
  if (number.local.length === 8) return [phone, `${COUNTRY}${number.ddd}9${number.local}`];
  const short = number.local.slice(1);
  return /^[6-9]/.test(short) ? [phone, `${COUNTRY}${number.ddd}${short}`] : [phone];
}

/** For people to read: `(11) 98765-4321`, `(11) 4000-0000`; a foreign number as `+16505551234`. */
export function formatPhone(phone: string): string {
  const number = readBrazilian(phone);
  if (number === null) return /^\d+$/.test(phone) ? `+${phone}` : phone;
  const { ddd, local } = number;
  return `(${ddd}) ${local.slice(0, -4)}-${local.slice(-4)}`;
}
