import { randomUUID } from 'node:crypto';
import { createPasswords } from '../../src-backend/accounts/passwords.ts';
import type { Store } from '../../src-backend/store/open.ts';
import type { Role } from '../../src-shared/protocol/entities.ts';

/** The barest workspace, for suites about one part of the backend. Names are unique, so suites may share a database. */
export async function addWorkspace(store: Store): Promise<string> {
  const id = randomUUID();
  await store.db
    .insertInto('workspace')
    .values({ id, name: `Loja ${id}`, time_zone: 'America/Sao_Paulo', created_at: 0 })
    .execute();
  await store.db
    .insertInto('workspace_log')
    .values({ workspace_id: id, log_id: randomUUID(), seq: 0, pruned_to: 0, protocol_year: 0, protocol_last: 0 })
    .execute();
  return id;
}

const passwords = createPasswords();

export async function addPerson(
  store: Store,
  workspaceId: string,
  person: { role?: Role; password?: string } = {},
): Promise<{ id: string; email: string; password: string }> {
  const id = randomUUID();
  const password = person.password ?? 'uma senha bem longa';
  const email = `${id}@aurora.example`;
  await store.db
    .insertInto('person')
    .values({
      id,
      workspace_id: workspaceId,
      email,
      name: 'Ana Souza',
      role: person.role ?? 'agent',
      password_hash: await passwords.hash(password),
      capacity: 5,
      active: true,
      presence_state: 'offline',
      presence_reason: null,
      presence_since: 0,
      version: 0,
    })
    .execute();
  return { id, email, password };
}
