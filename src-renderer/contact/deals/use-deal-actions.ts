import { useTranslation } from 'react-i18next';
import type { DealView } from '../../../src-shared/bridge/views.ts';
import type { CommandArgs } from '../../../src-shared/protocol/commands.ts';
import type { DealState } from '../../../src-shared/protocol/deals.ts';
import { announceDone, announceProblem } from '../../chat/outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';

export interface DealActions {
  /** Each answers whether it was taken: by the server, or by the outbox. A refusal is told here. */
  save(values: Omit<CommandArgs<'deal.save'>, 'contactId'>): Promise<boolean>;
  move(deal: DealView, stageId: string): Promise<boolean>;
  close(deal: DealView, state: DealState): Promise<boolean>;
}

/** Changes of a contact's deals. What is shown changes with the engine's answers only. */
export function useDealActions(contactId: string): DealActions {
  const { t } = useTranslation('deals');
  const save = useServerAction('deal.save');
  const move = useServerAction('deal.move');
  const close = useServerAction('deal.close');
  const refusalWords = useRefusalWords();
  const told = async (outcome: ReturnType<typeof save>): Promise<boolean> => {
    const result = await outcome;
    if (!result.ok) announceProblem(refusalWords(result.reason));
    return result.ok;
  };
  return {
    save: (values) => told(save({ contactId, ...values })),
    move: (deal, toStageId) => told(move({ contactId, dealId: deal.id, fromStageId: deal.stageId, toStageId })),
    async close(deal, state) {
      const taken = await told(close({ contactId, dealId: deal.id, state }));
      if (taken) announceDone(t(`done.${state}`, { title: deal.title }));
      return taken;
    },
  };
}
