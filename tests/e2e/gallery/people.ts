import type { Directory } from '../../../src-shared/bridge/views.ts';
import { plainCapabilities, plainConnection, plainDepartment } from '../../../src-shared/protocol/defaults.ts';
import type { Capabilities, Channel, Person, PresenceState } from '../../../src-shared/protocol/entities.ts';
import { savedTexts, templates } from './templates.ts';

/** The demo's own clock: the gallery's pictures are the same whenever they are taken. */
export const NOW = Date.UTC(2026, 10, 19, 17, 32);

export const MINUTE = 60_000;

function person(id: string, name: string, state: PresenceState = 'available'): Person {
  const presence = { state, reason: null, since: NOW - 12 * MINUTE };
  return { id, name, role: 'agent', departmentIds: ['suporte'], capacity: 6, presence, active: true, version: 1 };
}

export const ana = person('ana', 'Ana Souza');

const capabilities: Capabilities = {
  ...plainCapabilities,
  textLimit: 4096,
  windowMs: 24 * 60 * MINUTE,
  media: [{ kind: 'image', mimes: ['image/jpeg', 'image/png'], maxBytes: 5_000_000 }],
  receipts: ['sent', 'delivered', 'read'],
  typing: false,
};

function connection(id: string, channel: Channel, name: string, address: string | null) {
  return {
    ...plainConnection,
    id,
    channel,
    name,
    departmentId: 'suporte',
    address,
    capabilities: { ...capabilities, templates: channel === 'whatsapp' },
    active: true,
    version: 1,
  };
}

const department = (id: string, name: string) => ({
  ...plainDepartment,
  id,
  name,
  distribution: 'automatic' as const,
  requiresReason: false,
  requiresDescription: false,
  version: 1,
});

const reason = (id: string, parentId: string | null, name: string, position: number) => ({
  id,
  parentId,
  name,
  position,
  active: true,
  version: 1,
});

export const directory: Directory = {
  people: [ana, person('bruno', 'Bruno Tavares'), person('carla', 'Carla Nóbrega', 'paused')],
  departments: [
    department('suporte', 'Suporte'),
    department('vendas', 'Vendas'),
    department('financeiro', 'Financeiro'),
  ],
  connections: [
    connection('wa', 'whatsapp', 'WhatsApp Loja', '(11) 4000-0000'),
    connection('ig', 'instagram', 'Instagram · @lojaaurora', '@lojaaurora'),
    connection('site', 'livechat', 'Chat do site', null),
    connection('mail', 'email', 'contato@lojaaurora', 'contato@lojaaurora.example'),
  ],
  tags: ['Cliente ativo', 'Troca', 'Reembolso', 'Proposta enviada', 'Urgente', 'VIP'].map((name) => ({
    id: name,
    name,
    color: '#0b6b75',
    version: 1,
  })),
  reasons: [
    reason('troca', null, 'Troca', 1),
    reason('tamanho', 'troca', 'Tamanho', 1),
    reason('entrega', null, 'Entrega', 2),
    reason('atraso', 'entrega', 'Atraso', 1),
  ],
  templates,
  savedTexts,
  operation: null,
  pauseReasons: [],
  pipelines: [
    {
      id: 'vendas',
      name: 'Vendas',
      position: 0,
      active: true,
      stages: ['Novo', 'Orçamento enviado', 'Negociação', 'Fechamento'].map((name) => ({ id: name, name })),
      version: 1,
    },
  ],
  automations: [],
  fields: [],
  savedFilters: [],
};
