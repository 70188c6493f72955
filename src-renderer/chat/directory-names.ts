import { useMemo } from 'react';
import type { Directory } from '../../src-shared/bridge/views.ts';
import type { Person } from '../../src-shared/protocol/entities.ts';
import { useWatch } from '../bridge/hooks.tsx';

/** Names behind the ids that activities, mentions and qualifications carry. */
export interface DirectoryNames {
  people: readonly Person[];
  person(id: string | null): string | null;
  department(id: string): string | null;
  reason(id: string | null): string | null;
}

export function namesOf(directory: Directory | undefined): DirectoryNames {
  const people = new Map(directory?.people.map((person) => [person.id, person.name]));
  const departments = new Map(directory?.departments.map((department) => [department.id, department.name]));
  const reasons = new Map(directory?.reasons.map((reason) => [reason.id, reason.name]));
  return {
    people: directory?.people ?? [],
    person: (id) => (id === null ? null : (people.get(id) ?? null)),
    department: (id) => departments.get(id) ?? null,
    reason: (id) => (id === null ? null : (reasons.get(id) ?? null)),
  };
}

export function useDirectoryNames(): DirectoryNames {
  const directory = useWatch('directory', {});
  return useMemo(() => namesOf(directory), [directory]);
}
