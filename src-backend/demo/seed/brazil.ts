import { cnpjCheckDigits } from '../../../src-shared/rules/tax-number.ts';
import type { Random } from './random.ts';

/** Brazilian people and numbers, drawn with about the frequencies they have. Material, not rules. */
const firstNames =
  `Maria José Ana João Antônio Francisco Carlos Paulo Pedro Lucas Luiz Marcos Gabriel Rafael Daniel Marcelo Bruno Eduardo Felipe
  Rodrigo Juliana Patrícia Fernanda Camila Aline Amanda Letícia Bruna Jéssica Larissa Beatriz Mariana Vanessa Luana Priscila Tatiane
  Débora Simone Cristiane Adriana Sandra Márcia Cláudia Rosângela Raimunda Terezinha Aparecida Sebastião Severino Edvaldo Wellington
  Jefferson Anderson Thiago Diego Gustavo Leonardo Vinícius Henrique Matheus Guilherme Caio Murilo Otávio Heitor Davi Miguel Arthur
  Helena Alice Laura Manuela Valentina Sophia Isabela Yasmin Lívia Cecília Eloá Kauã Iara Moacir Jandira Ubirajara Neide Ivone
  Rogério Fábio Renato Sérgio Ricardo Roberto Leandro Alexandre André Vitória Natália Renata Kelly Michele Elaine Eliane Sônia Vera`.split(
    /\s+/,
  );
const secondNames =
  'Eduarda Clara Luíza Cristina Regina Aparecida Beatriz Vitória Carolina Paula Henrique Eduardo Augusto Felipe Miguel Antônio Carlos Vinícius'.split(
    ' ',
  );
const lastNames =
  `Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Almeida Lopes Soares Fernandes
  Vieira Barbosa Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado Mendes Freitas Cardoso Ramos Gonçalves Santana Teixeira
  Araújo Moura Cavalcanti Albuquerque Bezerra Melo Monteiro Pinto Campos Batista Borges Castro Duarte Farias Figueiredo Fonseca Guimarães
  Leite Macedo Magalhães Medeiros Miranda Nogueira Pacheco Peixoto Pires Prado Queiroz Rezende Sales Sampaio Siqueira Tavares Torres
  Vasconcelos Xavier Zanella Schneider Kowalski Bittencourt Yamamoto Tanaka Nakamura Rossi Bianchi Müller Klein Becker Brandão Coutinho`.split(
    /\s+/,
  );
const trades =
  'Padaria,Mercadinho,Ótica,Farmácia,Auto Peças,Salão,Pet Shop,Papelaria,Distribuidora,Construtora,Clínica,Escola,Hotel,Restaurante,Oficina,Academia,Contabilidade,Floricultura'.split(
    ',',
  );
const tradeNames =
  'Pão Quente,São Jorge,Central,Boa Vista,Nova Era,Serra Verde,Beira Rio,Bom Jesus,Alvorada,Primavera,Três Irmãos,Estrela do Norte,Santa Rita,Rio Branco,Ipiranga,Mandacaru,Araucária'.split(
    ',',
  );

/** City, DDD and weight: where customers of a national shop live. */
const cities: readonly (readonly [city: string, ddd: string, weight: number])[] = [
  ['São Paulo', '11', 22],
  ['Guarulhos', '11', 4],
  ['Santos', '13', 2],
  ['Campinas', '19', 4],
  ['Ribeirão Preto', '16', 2],
  ['São José dos Campos', '12', 2],
  ['Sorocaba', '15', 2],
  ['Bauru', '14', 1],
  ['Rio de Janeiro', '21', 11],
  ['Niterói', '21', 2],
  ['Campos dos Goytacazes', '22', 1],
  ['Petrópolis', '24', 1],
  ['Vitória', '27', 2],
  ['Belo Horizonte', '31', 6],
  ['Juiz de Fora', '32', 1],
  ['Uberlândia', '34', 2],
  ['Montes Claros', '38', 1],
  ['Curitiba', '41', 4],
  ['Londrina', '43', 2],
  ['Joinville', '47', 2],
  ['Florianópolis', '48', 2],
  ['Porto Alegre', '51', 4],
  ['Caxias do Sul', '54', 1],
  ['Pelotas', '53', 1],
  ['Brasília', '61', 4],
  ['Goiânia', '62', 3],
  ['Cuiabá', '65', 1],
  ['Campo Grande', '67', 1],
  ['Salvador', '71', 5],
  ['Feira de Santana', '75', 1],
  ['Aracaju', '79', 1],
  ['Recife', '81', 7],
  ['Petrolina', '87', 1],
  ['Maceió', '82', 1],
  ['João Pessoa', '83', 1],
  ['Natal', '84', 1],
  ['Fortaleza', '85', 4],
  ['Juazeiro do Norte', '88', 1],
  ['Teresina', '86', 1],
  ['Belém', '91', 2],
  ['Santarém', '93', 1],
  ['Manaus', '92', 2],
  ['São Luís', '98', 2],
  ['Imperatriz', '99', 1],
];
const everyCity = cities.flatMap(([city, ddd, weight]) => Array.from({ length: weight }, () => ({ city, ddd })));

export interface Home {
  city: string;
  ddd: string;
}

export const pickHome = (random: Random): Home => random.pick(everyCity);

/** From «Ana Lima» to names that fit no column; one in fifteen is a company. */
export function pickName(random: Random): { name: string; first: string; company: boolean } {
  if (random.chance(1 / 15)) {
    const name = `${random.pick(trades)} ${random.pick(tradeNames)}${random.chance(0.3) ? ' Ltda' : ''}`;
    return { name, first: name, company: true };
  }
  const first = random.pick(firstNames);
  if (random.chance(1 / 60)) return { name: longName(random, first), first, company: false };
  const parts = [first];
  if (random.chance(0.18)) parts.push(random.pick(secondNames));
  parts.push(random.pick(lastNames));
  if (random.chance(0.35)) parts.push(random.chance(0.25) ? `de ${random.pick(lastNames)}` : random.pick(lastNames));
  if (random.chance(0.03)) parts.push(random.pick(['Filho', 'Neto', 'Júnior', 'Sobrinho']));
  return { name: parts.join(' '), first, company: false };
}

/** «Maria Aparecida Cristina do Nascimento Cavalcanti de Albuquerque e Vasconcelos»: they exist, and they write. */
function longName(random: Random, first: string): string {
  const [a = '', b = '', c = '', d = ''] = random.shuffle(lastNames);
  return `${[first, ...random.shuffle(secondNames).slice(0, 2), a, b].join(' ')} de ${c} e ${d}`;
}

/** Mobile with country code and ninth digit; a company's may be a landline. */
export function pickPhone(random: Random, ddd: string, company: boolean): string {
  if (company && random.chance(0.4)) return `55${ddd}${random.between(2, 5)}${digits(random, 7)}`;
  return `55${ddd}9${random.between(6, 9)}${digits(random, 7)}`;
}

/** Outside DDDs 11 to 28 WhatsApp knows most mobiles by the eight digits they were registered with. */
export function whatsAppAddress(random: Random, phone: string): string {
  const older = phone.length === 13 && Number(phone.slice(2, 4)) > 28 && random.chance(0.7);
  return older ? phone.slice(0, 4) + phone.slice(5) : phone;
}

/** Eleven digits with right check digits (modulo 11), as people write them. */
export function pickCpf(random: Random): string {
  let body = digits(random, 9);
  // Nine equal digits would make one of the CPFs that every validator refuses.
  if (/^(\d)\1{8}$/.test(body)) body = `1${body.slice(1, 8)}2`;
  const first = cpfDigit(body);
  const whole = `${body}${first}${cpfDigit(`${body}${first}`)}`;
  return `${whole.slice(0, 3)}.${whole.slice(3, 6)}.${whole.slice(6, 9)}-${whole.slice(9)}`;
}

function cpfDigit(body: string): number {
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) sum += Number(body[index]) * (body.length + 1 - index);
  const rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}

/** Fourteen digits with right check digits, as they are kept: a head office's number. */
export function pickCnpj(random: Random): string {
  const body = `${random.between(1, 9)}${digits(random, 7)}0001`;
  return body + cnpjCheckDigits(body);
}

/** Of a grown-up, as it is kept: `1987-03-14`. */
export function pickBirthDate(random: Random, now: number): string {
  const years = 18 + Math.floor(60 * random.next() ** 1.5);
  return new Date(now - Math.floor((years + random.next()) * 365.25 * 86_400_000)).toISOString().slice(0, 10);
}

export function pickEmail(random: Random, name: string): string {
  const words = name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .toLowerCase()
    .split(' ')
    .filter((word) => word.length > 2);
  const end = random.chance(0.5) ? String(random.between(1, 99)) : '';
  return `${words[0] ?? 'cliente'}.${words.at(-1) ?? 'loja'}${end}@correio.example`;
}

export function digits(random: Random, count: number): string {
  return String(random.below(10 ** count)).padStart(count, '0');
}
