import { describe, expect, it } from 'vitest';
import { keysOf } from '../../../../src-backend/contacts/keys.ts';
import { matchOf } from '../../../../src-backend/contacts/matching.ts';
import type { Field } from '../../../../src-shared/protocol/contacts.ts';
import { plainIdentity } from '../../../../src-shared/protocol/defaults.ts';
import type { Contact, Identity } from '../../../../src-shared/protocol/entities.ts';

const field = (id: string, type: Field['type'], position: number, active = true): Field => ({
  ...{ id, name: id, type, position, active },
  choices: [],
  version: 1,
});
const fields = [
  field('cpf', 'cpf', 0),
  field('spouse', 'cpf', 1),
  field('cnpj', 'cnpj', 2),
  field('email', 'email', 3),
  field('phone', 'phone', 4),
];

type Known = Pick<Contact, 'identities' | 'fields'>;
let made = 0;
const identity = (channel: Identity['channel'], address: string, change: Partial<Identity> = {}): Identity => {
  made += 1;
  const phone = channel === 'whatsapp' ? address : null;
  return { ...plainIdentity, id: `i${made}`, channel, address, phone, profileName: null, proved: true, ...change };
};
const person = (...identities: Identity[]): Known => ({ identities, fields: {} });
const withFields = (values: Contact['fields'], known: Known = person()): Known => ({ ...known, fields: values });
const match = (a: Known, b: Known, of = fields) => matchOf(keysOf(a, of), keysOf(b, of));

const [cpf, otherCpf, cnpj] = ['52998224725', '11144477735', '12ABC34501DE35'];
const mobile = '5511987654321';

describe('two contacts', () => {
  it('are one for certain when a provider vouches for the same address on both sides', () => {
    const written = person(identity('email', 'Ana@exemplo.com'));
    const verified = { verified: { byId: 'ana', at: 1 } };
    const chat = person(identity('livechat', 'ana@exemplo.com', verified));
    expect(match(written, chat)).toEqual({
      verdict: 'certain',
      reasons: [{ kind: 'email', value: 'ana@exemplo.com' }],
    });
  });

  it('are not one for the same number on Instagram and Messenger, which count each for itself, until a person made sure', () => {
    const verified = { verified: { byId: 'ana', at: 1 } };
    const reasons = [{ kind: 'social', value: '178' }];
    const [instagram, messenger] = [person(identity('instagram', '178')), person(identity('messenger', '178'))];
    expect(match(instagram, messenger)).toEqual({ verdict: 'possible', reasons });
    const [sure, sureToo] = [identity('instagram', '178', verified), identity('messenger', '178', verified)];
    expect(match(person(sure), messenger)).toEqual({ verdict: 'possible', reasons });
    expect(match(person(sure), person(sureToo))).toEqual({ verdict: 'certain', reasons });
  });

  it('may be one when the address was only typed in: in a field, a form, or by an agent', () => {
    const written = person(identity('whatsapp', mobile));
    const typed = [
      withFields({ phone: mobile }),
      person(identity('form', 'formulário-7', { phone: mobile })),
      person(identity('livechat', 'visitante', { phone: mobile })),
    ];
    for (const other of typed) {
      expect(match(written, other)).toEqual({ verdict: 'possible', reasons: [{ kind: 'phone', value: mobile }] });
    }
    const unproved = person(identity('whatsapp', mobile, { proved: false }));
    const verified = person(identity('form', 'f', { phone: mobile, verified: { byId: 'ana', at: 1 } }));
    expect(match(unproved, verified).verdict).toBe('possible');
    expect(match(written, verified).verdict).toBe('certain');
  });

  it('have one mobile with and without its ninth digit, and never a landline so', () => {
    expect(match(person(identity('whatsapp', '551187654321')), withFields({ phone: mobile }))).toEqual({
      verdict: 'possible',
      reasons: [{ kind: 'phone-ninth-digit', value: mobile }],
    });
    const landline = person(identity('whatsapp', '551140000000'));
    expect(match(landline, withFields({ phone: '5511940000000' })).verdict).toBe('none');
    expect(match(landline, withFields({ phone: '551140000000' })).verdict).toBe('possible');
  });

  it('are one for certain by the same CPF or CNPJ, and not by one whose check digits are wrong', () => {
    expect(match(withFields({ cpf }), withFields({ cpf })).verdict).toBe('certain');
    expect(match(withFields({ cnpj }), withFields({ cnpj })).verdict).toBe('certain');
    expect(match(withFields({ cpf: '52998224726' }), withFields({ cpf: '52998224726' })).verdict).toBe('none');
  });

  it('may be one by a CPF in a second field, which is somebody else’s as a rule', () => {
    expect(match(withFields({ spouse: cpf }), withFields({ spouse: cpf })).verdict).toBe('possible');
    expect(match(withFields({ cpf }), withFields({ spouse: cpf })).verdict).toBe('possible');
  });

  it('are two when their CPFs differ, whatever of a company they share', () => {
    expect(match(withFields({ cpf, cnpj }), withFields({ cpf: otherCpf, cnpj })).verdict).toBe('none');
    expect(match(withFields({ cpf, phone: mobile }), withFields({ cpf: otherCpf, phone: mobile })).verdict).toBe(
      'none',
    );
    // A number handed on, or a mistyped CPF: somebody should look.
    const sure = { verified: { byId: 'ana', at: 1 } };
    const first = withFields({ cpf }, person(identity('instagram', '178', sure)));
    const second = withFields({ cpf: otherCpf }, person(identity('messenger', '178', sure)));
    expect(match(first, second).verdict).toBe('possible');
    // A spouse's CPF contradicts nothing.
    expect(match(withFields({ cpf, cnpj }), withFields({ spouse: otherCpf, cnpj })).verdict).toBe('certain');
  });

  it('are not brought together by what several people use, nor by a field out of use', () => {
    const shared = person(identity('whatsapp', mobile, { shared: true }));
    expect(match(shared, withFields({ phone: mobile })).verdict).toBe('none');
    const without = [field('cpf', 'cpf', 0, false), field('spouse', 'cpf', 1)];
    expect(match(withFields({ cpf }), withFields({ cpf }), without).verdict).toBe('none');
    // Now the second is the first in use.
    expect(match(withFields({ spouse: cpf }), withFields({ spouse: cpf }), without).verdict).toBe('certain');
  });

  it('say all that they have in common, the same whoever is asked first', () => {
    const a = withFields({ cpf, email: 'ana@exemplo.com' }, person(identity('whatsapp', mobile)));
    const b = withFields({ cpf, email: 'ana@exemplo.com', phone: mobile });
    const kinds = (one: Known, other: Known) => {
      const found = match(one, other);
      return found.verdict === 'none' ? [] : found.reasons.map(({ kind, value }) => `${kind} ${value}`).sort();
    };
    expect(kinds(a, b)).toEqual([`cpf ${cpf}`, 'email ana@exemplo.com', `phone ${mobile}`]);
    expect(kinds(b, a)).toEqual(kinds(a, b));
  });
});
