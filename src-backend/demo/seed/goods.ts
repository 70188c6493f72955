/** What the demo shop sells, where its customers live, and when they bought. */
export interface Item {
  name: string;
  /** What it is sold in; without any, phrases about sizes do not fit it. */
  sizes: readonly string[];
}
const letters = ['PP', 'P', 'M', 'G', 'GG'];
const shoes = ['34', '35', '36', '37', '38', '39', '40', '42', '44'];
const beds = ['solteiro', 'casal', 'queen', 'king'];
const sized = (sizes: readonly string[], names: readonly string[]): Item[] => names.map((name) => ({ name, sizes }));
export const items: readonly Item[] = [
  ...sized(letters, [
    'a blusa de linho',
    'o vestido midi',
    'a jaqueta jeans',
    'a camisa polo',
    'o pijama',
    'a saia longa',
    'o moletom',
  ]),
  ...sized(shoes, ['o tênis branco', 'a bota de couro', 'a sandália', 'o sapato social', 'a rasteirinha']),
  ...sized(beds, ['o colchão', 'o edredom', 'o jogo de cama']),
  ...sized(
    [],
    [
      'a air fryer',
      'o sofá retrátil',
      'o fone bluetooth',
      'a cafeteira',
      'o guarda-roupa',
      'a panela de pressão',
      'o celular',
      'a geladeira',
      'a mochila',
      'o liquidificador',
      'a cadeira gamer',
      'o ventilador',
      'a tv 55',
      'o notebook',
      'o relógio',
      'a máquina de lavar',
      'o berço',
      'a furadeira',
      'a estante',
      'o jogo de taças',
      'o carrinho de bebê',
      'a escrivaninha',
      'o perfume',
      'a bicicleta',
      'o aspirador',
      'a batedeira',
      'o micro-ondas',
      'a luminária',
    ],
  ),
];
export const colors = [
  'branco',
  'preto',
  'azul',
  'vermelho',
  'cinza',
  'verde',
  'bege',
  'rosa',
  'caramelo',
  'inox',
] as const;
export const agos = [
  'semana passada',
  'ontem',
  'mês passado',
  'faz 15 dias',
  'na black friday',
  'no natal',
  'há 3 dias',
  'anteontem',
  'faz um mês',
] as const;
export const streets = [
  'Rua das Flores',
  'Av. Brasil',
  'Rua Sete de Setembro',
  'Av. Getúlio Vargas',
  'Rua Tiradentes',
  'Rua XV de Novembro',
  'Travessa São José',
  'Rua Dom Pedro II',
  'Av. Paulista',
  'Rua do Sol',
  'Rua Rui Barbosa',
  'Av. Boa Viagem',
  'Rua Santos Dumont',
  'Rua Castro Alves',
  'Rua da Aurora',
] as const;
