import { expect, it } from 'vitest';
import { answerWays } from '../../../src-shared/rules/answer-ways.ts';

const mail = { id: 'mail', channel: 'email' } as const;
const whatsapp = { id: 'wa', channel: 'whatsapp' } as const;
const identity = (
  channel: 'form' | 'email' | 'whatsapp' | 'livechat',
  address: string,
  phone: string | null = null,
) => ({
  ...{ channel, address, phone },
});
const addresses = (ways: ReturnType<typeof answerWays>) =>
  ways.map(({ connectionId, address }) => [connectionId, address]);

it('what was typed comes first on each connection, then what else is known of the customer there', () => {
  const form = identity('form', 'ana@casa.test', '5511987654321');
  const known = [form, identity('email', 'ana@trabalho.test'), identity('livechat', 'v1')];
  expect(addresses(answerWays(form, known, [mail, whatsapp]))).toEqual([
    ['mail', 'ana@casa.test'],
    ['mail', 'ana@trabalho.test'],
    ['wa', '5511987654321'],
  ]);
});

it('a mobile known without its ninth digit is that one', () => {
  const form = identity('form', '5511987654321', '5511987654321');
  const known = [form, identity('whatsapp', '551187654321', '551187654321')];
  expect(addresses(answerWays(form, known, [mail, whatsapp]))).toEqual([['wa', '551187654321']]);
});

it('without an address there is no way, and another channel is none', () => {
  const form = identity('form', 'ana@casa.test');
  expect(answerWays(form, [form], [whatsapp, { id: 'chat', channel: 'livechat' }])).toEqual([]);
});
