import type { Person } from '../../src-shared/protocol/entities.ts';

/**
 * Who may see an event: members of these departments, these people, and, always, supervisors and administrators of the
 * workspace. `everyone` is for what the whole workspace shares (people, departments, tags).
 *
 * A conversation is seen by its department and its assignee. A finished one is also seen by whoever sees another
 * conversation of the same customer, because they serve them and need the history; so are the contacts' records. A customer
 * is a contact and whatever is merged into it, or it into (`contact.root_id`).
 */
export type Audience = { everyone: true } | { everyone: false; departmentIds: string[]; personIds: string[] };

export const EVERYONE: Audience = { everyone: true };

export type Viewer = Pick<Person, 'id' | 'role' | 'departmentIds'>;

export function seesAll(viewer: Viewer): boolean {
  return viewer.role !== 'agent';
}

export function sees(viewer: Viewer, audience: Audience): boolean {
  if (audience.everyone || seesAll(viewer)) return true;
  return (
    audience.personIds.includes(viewer.id) ||
    audience.departmentIds.some((departmentId) => viewer.departmentIds.includes(departmentId))
  );
}

export interface Placement {
  departmentId: string;
  assigneeId: string | null;
}

export function audienceOf(placements: Placement[]): Audience {
  const departmentIds = new Set<string>();
  const personIds = new Set<string>();
  for (const placement of placements) {
    departmentIds.add(placement.departmentId);
    if (placement.assigneeId !== null) personIds.add(placement.assigneeId);
  }
  return { everyone: false, departmentIds: [...departmentIds].sort(), personIds: [...personIds].sort() };
}

export function sameAudience(a: Audience, b: Audience): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
