import { readFileSync } from 'node:fs';
import type { CustomerMedium, CustomerMessage } from '../graph-api/graph-api.ts';

/** What simulated customers send besides words and photos, by name. The files are made by things/make.sh. */
export const THINGS = [
  'voz-explica',
  'voz-endereco',
  'voz-obrigada',
  'video-liquidificador',
  'video-tela-pisca',
  'figurinha-sorriso',
  'figurinha-coracao',
  'laudo-tecnico',
  'orcamento-uniformes',
  'lugar-casa',
  'lugar-condominio',
  'contato-vizinha',
] as const;
export type ThingName = (typeof THINGS)[number];

type Content = Pick<CustomerMessage, 'medium' | 'other'>;

const VOICE = { type: 'audio', mime: 'audio/ogg; codecs=opus', voice: true } as const;
const VIDEO = { type: 'video', mime: 'video/mp4' } as const;
const STICKER = { type: 'sticker', mime: 'image/webp' } as const;
const PDF = { type: 'document', mime: 'application/pdf' } as const;

const files: Partial<Record<ThingName, Omit<CustomerMedium, 'bytes'> & { file: string }>> = {
  'voz-explica': { ...VOICE, file: 'voz-explica.ogg' },
  'voz-endereco': { ...VOICE, file: 'voz-endereco.ogg' },
  'voz-obrigada': { ...VOICE, file: 'voz-obrigada.ogg' },
  'video-liquidificador': { ...VIDEO, file: 'video-liquidificador.mp4', caption: 'olha como ele faz' },
  'video-tela-pisca': { ...VIDEO, file: 'video-tela-pisca.mp4' },
  'figurinha-sorriso': { ...STICKER, file: 'figurinha-sorriso.webp' },
  'figurinha-coracao': { ...STICKER, file: 'figurinha-coracao.webp' },
  'laudo-tecnico': { ...PDF, file: 'laudo-tecnico.pdf', filename: 'Laudo técnico.pdf' },
  'orcamento-uniformes': { ...PDF, file: 'orcamento-uniformes.pdf', filename: 'Orçamento uniformes.pdf' },
};

const others: Partial<Record<ThingName, NonNullable<CustomerMessage['other']>>> = {
  'lugar-casa': { type: 'location', location: { latitude: -8.0476, longitude: -34.877 } },
  'lugar-condominio': {
    type: 'location',
    location: {
      latitude: -23.5617,
      longitude: -46.656,
      name: 'Condomínio Jardim das Acácias',
      address: 'Portaria 2, São Paulo, SP',
    },
  },
  'contato-vizinha': {
    type: 'contacts',
    contacts: [
      {
        name: { formatted_name: 'Dona Lúcia (vizinha)', first_name: 'Lúcia' },
        phones: [{ phone: '+55 11 98200-0147', type: 'CELL', wa_id: '5511982000147' }],
      },
    ],
  },
};

/** As the customer's telephone hands it over. */
export function thingContent(name: ThingName): Content {
  const other = others[name];
  if (other !== undefined) return { other };
  const found = files[name];
  if (found === undefined) throw new Error(`nothing is called ${name}`);
  const { file, ...medium } = found;
  const bytes = new Uint8Array(readFileSync(new URL(`./things/${file}`, import.meta.url)));
  return { medium: { ...medium, bytes } };
}
