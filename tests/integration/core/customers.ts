import { randomUUID } from 'node:crypto';
import { type CustomerRecord, recordOf } from '../../../src-backend/contacts/record.ts';
import { createWorkUnit } from '../../../src-backend/conversations/work-unit.ts';
import { loadContactEvents } from '../../../src-backend/store/entities/contact.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import type { ContactEvent, FieldType, Suggestion } from '../../../src-shared/protocol/contacts.ts';
import { type Operation, openOperation, type Plan } from './operation.ts';

/** An operation whose customers write through several channels, and what its people do to their records. */
export interface CustomerDesk extends Operation {
  /** The only contact of this name or address. */
  contactOf(nameOrAddress: string): Promise<string>;
  record(contactId: string): Promise<CustomerRecord>;
  events(contactId: string): Promise<ContactEvent['what'][]>;
  /** Sonia, a supervisor, makes a custom field of the type. */
  field(type: FieldType, name?: string, choices?: string[]): Promise<string>;
  fill(contactId: string, fieldId: string, value: string | null, by?: string): Promise<void>;
  suggestions(): Promise<Suggestion[]>;
  /** Ends and answers with the mark's id. */
  merge(intoId: string, fromId: string, by?: string): Promise<string>;
}

export const customerPlan: Plan = {
  departments: [{ id: 'suporte' }, { id: 'vendas' }],
  people: [
    { id: 'ana', departments: ['suporte'], capacity: 50 },
    { id: 'bruno', departments: ['vendas'], capacity: 50 },
    { id: 'sonia', departments: ['suporte'], role: 'supervisor', capacity: 50 },
  ],
  channels: ['email', 'instagram', 'messenger', 'livechat'],
};

export async function openCustomerDesk(store: Store, plan: Plan = customerPlan): Promise<CustomerDesk> {
  const operation = await openOperation(store, plan);
  const { workspaceId } = operation;
  const desk: CustomerDesk = {
    ...operation,
    async contactOf(nameOrAddress) {
      const row = await store.db
        .selectFrom('contact')
        .innerJoin('identity', 'identity.contact_id', 'contact.id')
        .select('contact.id')
        .where('contact.workspace_id', '=', workspaceId)
        .where((eb) => eb.or([eb('contact.name', '=', nameOrAddress), eb('identity.address', '=', nameOrAddress)]))
        .executeTakeFirstOrThrow();
      return row.id;
    },
    record: (contactId) =>
      operation.core.log.write(workspaceId, async (tx) => {
        const record = await recordOf(createWorkUnit(tx), contactId);
        if (record === null) throw new Error('no such contact');
        return record;
      }),
    async events(contactId) {
      return (await loadContactEvents({ db: store.db, workspaceId }, [contactId])).map(({ what }) => what);
    },
    async field(type, name = type, choices = []) {
      const id = randomUUID();
      const value = { name, type, choices, position: 0, active: true };
      await expectOk(operation.command('sonia', 'field.save', { id, seen: null, value }));
      return id;
    },
    async fill(contactId, fieldId, value, by = 'sonia') {
      const seen = (await desk.record(contactId)).shown.fields[fieldId] ?? null;
      await expectOk(operation.command(by, 'contact.field', { contactId, fieldId, seen, value }));
    },
    async suggestions() {
      const rows = await store.db
        .selectFrom('suggestion')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .orderBy('at')
        .execute();
      return rows.map(({ contact_a, contact_b, title_a, title_b, id, reasons, state, at, version }) => ({
        ...{ id, reasons, state, at, version },
        contactIds: [contact_a, contact_b],
        titles: [title_a, title_b],
      }));
    },
    async merge(intoId, fromId, by = 'sonia') {
      await expectOk(operation.command(by, 'contact.merge', { intoId, fromId, choices: {} }));
      const { parts } = await desk.record(intoId);
      const mark = parts.find(({ id }) => id === fromId)?.merged;
      if (mark == null) throw new Error('the contact carries no mark');
      return mark.id;
    },
  };
  return desk;
}

async function expectOk(reply: Promise<{ ok: boolean }>): Promise<void> {
  const answered = await reply;
  if (!answered.ok) throw new Error(`refused: ${JSON.stringify(answered)}`);
}
