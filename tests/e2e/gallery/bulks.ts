import type { BulkView } from '../../../src-shared/bridge/bulk.ts';

const running: BulkView = {
  id: 'lote',
  what: 'transfer',
  undoing: false,
  name: 'Bruno Tavares',
  total: 37,
  done: 11,
  skipped: 1,
  refused: 0,
  state: 'running',
  outcomes: [],
  undoable: 0,
};

/** A bulk action in both of its states; at its end two rows stayed as they were. */
export const bulks: Record<'running' | 'ended', BulkView> = {
  running,
  ended: {
    ...running,
    done: 34,
    skipped: 2,
    refused: 1,
    state: 'finished',
    undoable: 34,
    outcomes: [
      { conversationId: 'rita', title: 'Rita Sampaio', outcome: 'skipped', reason: 'changed' },
      { conversationId: 'joao', title: 'João Pedro Almeida Nogueira da Silva', outcome: 'skipped', reason: 'gone' },
      { conversationId: 'mariana', title: 'Mariana Cavalcanti', outcome: 'refused', reason: 'at-capacity' },
    ],
  },
};
