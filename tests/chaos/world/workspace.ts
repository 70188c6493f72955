import type { BusinessNumber } from '../../simulators/graph-api/graph-api.ts';

/** The shop that lives through it: two departments, one of which gives its customers away and one whose people take them. */
export const PASSWORD = 'senha-do-caos-2026';
export const secrets = { accessToken: 'token-of-the-chaos', appSecret: 'secret-of-the-chaos' };
export const support: BusinessNumber = {
  phoneNumberId: '106540352242922',
  displayPhoneNumber: '+55 11 4000-0000',
  businessAccountId: '102',
};
export const sales: BusinessNumber = {
  phoneNumberId: '106540352242933',
  displayPhoneNumber: '+55 11 4000-0001',
  businessAccountId: '102',
};

const CAPACITY = 25;

export const people = [
  { name: 'Ana Souza', role: 'agent', departments: ['Suporte'] },
  { name: 'Bruno Lima', role: 'agent', departments: ['Suporte', 'Vendas'] },
  { name: 'Carla Dias', role: 'agent', departments: ['Vendas'] },
  { name: 'Gabriela Nunes', role: 'supervisor', departments: [] },
] as const;

export const emailOf = (name: string): string => `${name.split(' ')[0]?.toLowerCase()}@aurora.example`;

export function workspaceFile(graphUrl: string): object {
  const whatsapp = (name: string, department: string, number: BusinessNumber) => ({
    channel: 'whatsapp',
    name,
    department,
    ...number,
    ...secrets,
    verifyToken: 'verify-token-of-the-chaos',
    graphUrl,
  });
  return {
    workspace: { name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' },
    departments: [
      { name: 'Suporte', distribution: 'automatic' },
      { name: 'Vendas', distribution: 'manual' },
    ],
    people: people.map((person) => ({
      ...person,
      email: emailOf(person.name),
      password: PASSWORD,
      capacity: CAPACITY,
    })),
    tags: [
      { name: 'VIP', color: '#2f6fb0' },
      { name: 'Entrega', color: '#b0562f' },
    ],
    connections: [
      whatsapp('WhatsApp Suporte', 'Suporte', support),
      whatsapp('WhatsApp Vendas', 'Vendas', sales),
      { channel: 'livechat', name: 'Chat do site', department: 'Suporte' },
    ],
  };
}
