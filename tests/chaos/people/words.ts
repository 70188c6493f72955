import type { Random } from '../../../src-backend/demo/seed/random.ts';

/** Short and long, plain and not: what people write is also what a protocol stumbles over. */
const phrases = [
  'bom dia, tudo bem?',
  'meu pedido ainda não chegou 😕',
  'o código é 48-A/B & "C"',
  'pode me ajudar com a troca? é a segunda vez que peço',
  'obrigado! 👍🏽',
  'segue o endereço:\nRua São João, 123\nCuritiba',
  'é urgente',
  'já paguei, veja: R$ 1.234,56',
];

export function phrase(random: Random): string {
  const words = random.pick(phrases);
  return random.chance(0.04) ? `${words} ${'bem longo '.repeat(random.between(50, 250))}`.trim() : words;
}

/** What a text is known by: its first word. */
export const tokenOf = (text: string | null): string => (text ?? '').split(/\s/, 1)[0] ?? '';
