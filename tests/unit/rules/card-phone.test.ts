import { expect, test } from 'vitest';
import { readCardPhone } from '../../../src-shared/rules/card-phone.ts';

test.each([
  ['+55 81 99123-4567', '(81) 99123-4567', '5581991234567', true],
  ['(81) 3223-4455', '(81) 3223-4455', '558132234455', true],
  ['081 99123 4567', '(81) 99123-4567', '5581991234567', true],
  ['5581991234567', '(81) 99123-4567', '5581991234567', true],
  ['+1 (940) 555-1234', '+19405551234', '19405551234', false],
  ['ramal 204', 'ramal 204', null, false],
])('%s on a contact card reads %s', (number, words, phone, startable) => {
  expect(readCardPhone(number)).toEqual({ words, phone, startable });
});

test('a mobile that only lacks its ninth digit can be begun with', () => {
  expect(readCardPhone('(81) 9123-4567').startable).toBe(true);
});
