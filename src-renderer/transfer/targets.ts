import type { ConversationView, Directory } from '../../src-shared/bridge/views.ts';
import type { Department, Person, PresenceState } from '../../src-shared/protocol/entities.ts';
import { plain } from '../inbox/plain.ts';

export type TransferTarget =
  | { kind: 'agent'; id: string; name: string; person: Person }
  | { kind: 'department'; id: string; name: string; department: Department };

const readiness: Record<PresenceState, number> = { available: 0, away: 1, paused: 2, offline: 3 };

/**
 * To whom a conversation may go, by a search that ignores accents: departments first, because they are few and
 * always take it, then agents, those who are there before those who are not. How full somebody is only the server knows; it says so when it refuses.
 */
export function transferTargets(
  directory: Pick<Directory, 'people' | 'departments'>,
  conversation: Pick<ConversationView, 'assigneeId' | 'departmentId' | 'status'>,
  search: string,
): TransferTarget[] {
  const wanted = plain(search.trim());
  const matches = ({ name }: { name: string }) => plain(name).includes(wanted);
  const agents = directory.people
    .filter((person) => person.active && person.id !== conversation.assigneeId && matches(person))
    .sort((a, b) => readiness[a.presence.state] - readiness[b.presence.state] || a.name.localeCompare(b.name, 'pt-BR'));
  const departments = directory.departments
    .filter((one) => !(one.id === conversation.departmentId && conversation.status === 'queued') && matches(one))
    .sort((a, b) => a.name.localeCompare(b.name, 'pt-BR'));
  return [
    ...departments.map((department) => ({
      kind: 'department' as const,
      id: department.id,
      name: department.name,
      department,
    })),
    ...agents.map((person) => ({ kind: 'agent' as const, id: person.id, name: person.name, person })),
  ];
}

/** The server takes no conversation for somebody who is signed out, so the list does not offer it (F4, F6). */
export const canReceive = (target: TransferTarget): boolean =>
  target.kind === 'department' || target.person.presence.state !== 'offline';
