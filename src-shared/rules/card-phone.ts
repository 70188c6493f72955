import { formatPhone, phoneOf } from './phone.ts';
import { readStartNumber } from './start-number.ts';

/** A number of a contact card, which people and telephones write in every way. */
export interface CardPhone {
  /** As people read it; what is no number, as it was written. */
  words: string;
  /** Digits with country code; null when it is no telephone number. */
  phone: string | null;
  /** A conversation can be begun with it, perhaps after adding the ninth digit it lacks. */
  startable: boolean;
}

/** A number without a country code is a Brazilian one: that is where these cards are passed on. */
export function readCardPhone(number: string): CardPhone {
  const read = readStartNumber(number);
  const phone = read.state === 'valid' ? read.phone : phoneOf(number);
  return {
    words: phone === null ? number : formatPhone(phone),
    phone,
    startable: read.state === 'valid' || (read.state === 'invalid' && read.problem === 'mobile-short'),
  };
}
