import type { Preferences, SavedFilterView } from '../../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';

const open = { tab: 'all', status: 'open', order: 'newest', ...plainFilterLists } as const;

const kept = (id: string, name: string, departmentName: string | null, mine: boolean): SavedFilterView => ({
  id,
  name,
  ownerId: mine ? 'ana' : 'bruno',
  ownerName: mine ? 'Ana Souza' : 'Bruno Tavares',
  departmentId: departmentName === null ? null : 'suporte',
  departmentName,
  mine,
  pending: false,
  filter: { ...open, tagIds: ['VIP'] },
});

export const savedFilters: SavedFilterView[] = [
  kept('quentes', 'Propostas quentes da semana', null, true),
  kept('trocas', 'Trocas em aberto', 'Suporte', true),
  kept('janela', 'Janela acabando', 'Suporte', false),
];

/** Many filters at once, from a saved set that was changed since. */
export const inboxView: NonNullable<Preferences['inboxView']> = {
  savedFilterId: 'quentes',
  filter: {
    ...open,
    status: 'awaiting',
    connectionIds: ['wa', 'ig'],
    tagIds: ['VIP', 'Proposta enviada', 'Urgente'],
    stageIds: ['Orçamento enviado'],
    period: { kind: 'last', days: 7 },
    windowLeft: 'under-4h',
  },
};
