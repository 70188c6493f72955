import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskPrivate } from '../../../src-shared/rules/mask-private.ts';

test.each([
  ['ligar para +55 (11) 98765-4321 hoje', 'ligar para [número] hoje'],
  ['CPF 123.456.789-09', 'CPF [número]'],
  ['5511987654321', '[número]'],
  ['de ana.souza+loja@aurora.example para', 'de [e-mail] para'],
  ['GET https://loja.example/media/17?token=abc falhou', 'GET [endereço] falhou'],
  ['getaddrinfo ENOTFOUND turno.loja.com.br', 'getaddrinfo ENOTFOUND [endereço]'],
  ['connect ECONNREFUSED 192.168.0.12:8710', 'connect ECONNREFUSED [endereço]'],
  ['connect ECONNREFUSED fe80::1ff:fe23:4567:890a', 'connect ECONNREFUSED [endereço]'],
  ['Authorization: Bearer abc.def', 'Authorization: [código]'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbmEifQ.s1gn', '[código]'],
  ['sessão 3b241101-e2bb-4255-8caf-4136c566a962', 'sessão [código]'],
  ['chave q83vEjRWeJq83vEjRWeJq83vEjRWeJq8', 'chave [código]'],
  ['ENOENT /home/ana/.config/turno/user.db', 'ENOENT [pasta]'],
  [String.raw`ENOENT C:\Users\Ana\AppData\turno\user.db`, 'ENOENT [pasta]'],
])('«%s» leaves as «%s»', (words, masked) => {
  expect(maskPrivate(words)).toBe(masked);
});

test('what a program says of itself stays readable', () => {
  const words = [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'ECONNREFUSED, 503, 12 ms, 22/11/2026 12:30',
    'SQLITE_CORRUPT',
    '120 GB',
  ].join('\n');
  expect(maskPrivate(words)).toBe(words);
});

test('what is known to be private is masked wherever it stands, in any case', () => {
  expect(maskPrivate('Ana Souza atende na LOJA AURORA; ana souza saiu', ['Ana', 'Ana Souza', 'Loja Aurora', ''])).toBe(
    '[oculto] atende na [oculto]; [oculto] saiu',
  );
  expect(maskPrivate('C++ (beta) $& fim', ['C++ (beta)', '$&'])).toBe('[oculto] [oculto] fim');
});

test('whatever stands around them, an e-mail, a telephone, an address and a known name never get through', () => {
  const around = fc.string({ maxLength: 40 });
  const secret = fc.constantFrom(
    { words: 'mariana.silva@cliente.example', tell: /mariana\.silva|cliente\.example/ },
    { words: '+55 11 98765-4321', tell: /98765-?4321/ },
    { words: 'https://loja.example/pedido/8841', tell: /loja\.example|8841/ },
    { words: 'Mariana Silva', tell: /mariana silva/i },
  );
  fc.assert(
    fc.property(around, secret, around, (before, { words, tell }, after) => {
      expect(maskPrivate(`${before} ${words} ${after}`, ['Mariana Silva'])).not.toMatch(tell);
    }),
    { numRuns: 2_000 },
  );
});

test('masked words stay as they are, and a long text takes no time', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (words) => {
      const once = maskPrivate(words);
      expect(maskPrivate(once)).toBe(once);
    }),
  );
  for (const letter of ['a', '1', '/', '\\', '.', ':', 'a.', '1 ', '@', 'a@']) {
    const began = performance.now();
    maskPrivate(letter.repeat(20_000));
    expect(performance.now() - began).toBeLessThan(2_000);
  }
});
