import type { Directory } from '../../../src-shared/bridge/views.ts';
import type { Person, Role } from '../../../src-shared/protocol/entities.ts';
import { operationDefaults, type Week } from '../../../src-shared/protocol/operation.ts';
import type { SettingsChange } from '../../../src-shared/protocol/settings.ts';
import { ana, directory, MINUTE, NOW } from './people.ts';

/** The gallery's operation as its supervisors see it in the settings. */
const work = [
  { from: '08:00', to: '12:00' },
  { from: '13:00', to: '18:00' },
];
const businessHours: Week = {
  mon: work,
  tue: work,
  wed: work,
  thu: work,
  fri: work,
  sat: [{ from: '09:00', to: '13:00' }],
  sun: [],
};

const person = (id: string, name: string, role: Role, change: Partial<Person> = {}): Person => ({
  ...ana,
  id,
  name,
  role,
  ...change,
});

export const sofia = person('sofia', 'Sofia Prado', 'supervisor', { departmentIds: [] });
export const alice = person('alice', 'Alice Moura', 'admin', { departmentIds: [] });

const pauseReason = (
  id: string,
  name: string,
  kind: 'rest' | 'meal' | 'other',
  limitMinutes: number | null,
  position: number,
) => ({
  id,
  name,
  kind,
  limitMinutes,
  position,
  active: true,
  version: 1,
});

export const operationDirectory: Directory = {
  ...directory,
  people: [
    alice,
    ...directory.people,
    person('davi', 'Davi Rocha', 'agent', { active: false, departmentIds: [] }),
    sofia,
  ],
  departments: directory.departments.map((department, index) => ({
    ...department,
    rule: index === 0 ? ('longestIdle' as const) : ('leastBusy' as const),
    acceptSeconds: index === 0 ? 30 : null,
    distribution: index === 1 ? ('manual' as const) : ('automatic' as const),
  })),
  operation: {
    ...operationDefaults,
    id: 'aurora',
    timeZone: 'America/Sao_Paulo',
    businessHours,
    holidays: [
      { date: '2026-12-25', name: 'Natal', hours: [] },
      { date: '2026-12-31', name: 'Véspera de Ano-Novo', hours: [{ from: '08:00', to: '12:00' }] },
    ],
    version: 4,
  },
  pauseReasons: [
    pauseReason('nr17', 'Descanso NR-17', 'rest', 10, 0),
    pauseReason('refeicao', 'Refeição', 'meal', 20, 1),
    pauseReason('banheiro', 'Banheiro', 'other', null, 2),
    pauseReason('treinamento', 'Treinamento', 'other', 120, 3),
  ],
};

const { specialHours } = operationDefaults.affinity;

export const changes: SettingsChange[] = [
  {
    id: 'c4',
    position: 40,
    at: NOW - 12 * MINUTE,
    byId: 'sofia',
    kind: 'affinity',
    entityId: 'aurora',
    before: { affinity: { enabled: true, specialHours } },
    after: { affinity: { enabled: true, specialHours: { ...specialHours, sat: [], sun: [] } } },
    undoOf: null,
    undoneById: null,
  },
  {
    id: 'c3',
    position: 30,
    at: NOW - 50 * MINUTE,
    byId: 'alice',
    kind: 'department',
    entityId: 'suporte',
    before: { name: 'Suporte', rule: 'leastBusy', acceptSeconds: null, memberIds: ['ana'] },
    after: { name: 'Suporte', rule: 'longestIdle', acceptSeconds: 30, memberIds: ['ana', 'bruno'] },
    undoOf: null,
    undoneById: null,
  },
  {
    id: 'c2',
    position: 20,
    at: NOW - 26 * 60 * MINUTE,
    byId: 'sofia',
    kind: 'person',
    entityId: 'bruno',
    before: { name: 'Bruno Tavares', capacity: 4, active: true },
    after: { name: 'Bruno Tavares', capacity: 6, active: true },
    undoOf: null,
    undoneById: 'c5',
  },
  {
    id: 'c1',
    position: 10,
    at: NOW - 27 * 60 * MINUTE,
    byId: 'sofia',
    kind: 'tag',
    entityId: 'vip',
    before: null,
    after: { name: 'VIP', color: '#aa5500', active: true },
    undoOf: null,
    undoneById: null,
  },
];
