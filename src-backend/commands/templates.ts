import type { LiveConnection } from '../channels/connections.ts';
import type { WriteTransaction } from '../log/write.ts';
import { done, type Handler, isSupervisor, refused } from './handler.ts';

export function createTemplateHandlers(deps: {
  connection(id: string): LiveConnection | null;
  askTemplates(tx: WriteTransaction, connectionId: string): Promise<void>;
}) {
  const sync: Handler<'template.sync'> = async ({ unit, caller }, { connectionId }) => {
    if (!isSupervisor(caller.person)) return refused('forbidden');
    const connection = deps.connection(connectionId);
    if (connection === null || connection.workspaceId !== unit.tx.workspaceId) return refused('not-found');
    if (connection.adapter.templates === undefined) return refused('not-supported');
    await deps.askTemplates(unit.tx, connectionId);
    return done;
  };
  return { 'template.sync': sync };
}
