import type { Deal } from '../../src-shared/protocol/deals.ts';
import type { Contact } from '../../src-shared/protocol/entities.ts';
import type { WriteTransaction } from '../log/write.ts';

/** Writes the deals of a contact that are new or changed. A deal is closed, never removed. */
export async function saveDeals(tx: WriteTransaction, before: Contact | null, contact: Contact): Promise<void> {
  if (before?.deals === contact.deals) return;
  const known = new Map((before?.deals ?? []).map((deal) => [deal.id, deal]));
  for (const deal of contact.deals) {
    const earlier = known.get(deal.id);
    if (earlier === deal) continue;
    const columns = dealColumns(deal);
    if (earlier === undefined) {
      await tx.db
        .insertInto('deal')
        .values({ ...columns, id: deal.id, workspace_id: tx.workspaceId, contact_id: contact.id })
        .execute();
    } else await tx.db.updateTable('deal').set(columns).where('id', '=', deal.id).execute();
  }
}

const dealColumns = (deal: Deal) => ({
  title: deal.title,
  pipeline_id: deal.pipelineId,
  stage_id: deal.stageId,
  amount: deal.amount,
  state: deal.state,
  created_at: deal.createdAt,
  updated_at: deal.updatedAt,
});
