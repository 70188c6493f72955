import type { BulkOutcome, BulkWhat } from '../../../src-shared/bridge/bulk.ts';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import type { CommandArgs, CommandName } from '../../../src-shared/protocol/commands.ts';
import type { CacheReader, FrozenRow } from '../cache/api.ts';

/** A command for one row, or why it gets none. */
export type Step = { ok: true; command: Command } | { ok: false; reason: BulkOutcome['reason'] };

type Command = {
  [Name in CommandName]: { name: Name; args: CommandArgs<Name> };
}['conversation.finish' | 'conversation.transfer' | 'automation.run' | 'contact.tag' | 'contact.untag'];

/** One row of a bulk action: how it stood when it was chosen, and what is to be done if it still stands so. */
export interface Item {
  conversationId: string;
  /** null: whatever it is now. */
  expected: FrozenRow | null;
  /** Made at the moment of sending, from what the cache says then. */
  step(now: ConversationView): Step;
  /** What takes it back once it was done; null where nothing does. */
  inverse(now: ConversationView): Item | null;
}

const command = (one: Command): Step => ({ ok: true, command: one });

/** `inCharge`: a supervisor, who may move what others serve. */
export function itemOf(what: BulkWhat, expected: FrozenRow, cache: CacheReader, inCharge: () => boolean): Item {
  const { conversationId } = expected;
  switch (what.kind) {
    case 'finish': {
      const { reasonId, description } = what;
      return {
        conversationId,
        expected,
        step: () => command({ name: 'conversation.finish', args: { conversationId, reasonId, description } }),
        // There is no way back from «finished» but the customer writing again.
        inverse: () => null,
      };
    }
    case 'automation': {
      const { automationId } = what;
      return {
        conversationId,
        expected,
        step: () => command({ name: 'automation.run', args: { conversationId, automationId } }),
        inverse: () => null,
      };
    }
    case 'tag': {
      const { tagId } = what;
      return {
        conversationId,
        expected,
        step: ({ contactId }) => {
          const tagged = cache.contact(contactId)?.tags.some((tag) => tag.id === tagId && tag.pending !== 'remove');
          return tagged === true
            ? { ok: false, reason: 'tagged' }
            : command({ name: 'contact.tag', args: { contactId, tagId } });
        },
        inverse: ({ contactId }) => ({
          conversationId,
          expected: null,
          step: () => command({ name: 'contact.untag', args: { contactId, tagId } }),
          inverse: () => null,
        }),
      };
    }
    case 'transfer': {
      const { to, note } = what;
      return {
        conversationId,
        expected,
        step: () => command({ name: 'conversation.transfer', args: { conversationId, to, note } }),
        // To take it out of a colleague's hands again is not for everybody.
        inverse: () => (to.kind === 'department' || inCharge() ? backTo(expected, to) : null),
      };
    }
  }
}

/** To whoever had it, or to the queue it waited in; as long as it is where the transfer put it. */
function backTo(before: FrozenRow, to: { kind: 'agent' | 'department'; id: string }): Item | null {
  const { conversationId, assigneeId, departmentId } = before;
  const target =
    assigneeId !== null
      ? { kind: 'agent' as const, id: assigneeId }
      : departmentId !== null && { kind: 'department' as const, id: departmentId };
  if (target === false) return null;
  return {
    conversationId,
    expected: {
      conversationId,
      phase: 'people',
      assigneeId: to.kind === 'agent' ? to.id : null,
      departmentId: to.kind === 'department' ? to.id : departmentId,
    },
    step: () => command({ name: 'conversation.transfer', args: { conversationId, to: target, note: null } }),
    inverse: () => null,
  };
}

/** How a conversation stands now, as rows are frozen. */
export function frozen(now: ConversationView): FrozenRow {
  return {
    conversationId: now.id,
    phase: now.status === 'finished' || now.status === 'automation' ? now.status : 'people',
    assigneeId: now.assigneeId,
    departmentId: now.departmentId,
  };
}

export const isSame = (a: FrozenRow, b: FrozenRow): boolean =>
  a.phase === b.phase && a.assigneeId === b.assigneeId && a.departmentId === b.departmentId;
