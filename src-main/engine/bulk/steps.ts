import type { BulkOutcome, BulkWhat } from '../../../src-shared/bridge/bulk.ts';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import type { CommandArgs, CommandName } from '../../../src-shared/protocol/commands.ts';
import type { CacheReader, FrozenRow } from '../cache/api.ts';

/** A command for one row, or why it gets none. */
export type Step = { ok: true; command: Command } | { ok: false; reason: BulkOutcome['reason'] };

type Command = {
  [Name in CommandName]: { name: Name; args: CommandArgs<Name> };
}[
  | 'conversation.finish'
  | 'conversation.reopen'
  | 'conversation.transfer'
  | 'conversation.untransfer'
  | 'automation.run'
  | 'contact.tag'
  | 'contact.untag'];

/** One row of a bulk action: how it stood when it was chosen, and what is to be done if it still stands so. */
export interface Item {
  conversationId: string;
  /** null: whatever it is now. */
  expected: FrozenRow | null;
  /** How it is named when it is no longer on this machine; null: not at all. */
  title: string | null;
  /** Made at the moment of sending, from what the cache says then; null: it is no longer on this machine. */
  step(now: ConversationView | null): Step;
  /** Whether the cache shows what this takes back; absent: it need not. */
  shown?(now: ConversationView): boolean;
  /** What takes it back once it was done by this command; null where nothing does. */
  inverse(now: ConversationView, commandId: string): Item | null;
}

const command = (one: Command): Step => ({ ok: true, command: one });
const gone: Step = { ok: false, reason: 'gone' };

export function itemOf(what: BulkWhat, expected: FrozenRow, cache: CacheReader, myId: () => string): Item {
  const { conversationId } = expected;
  const title = null;
  switch (what.kind) {
    case 'finish': {
      const { reasonId, description } = what;
      return {
        conversationId,
        expected,
        title,
        step: (now) =>
          now === null
            ? gone
            : command({ name: 'conversation.finish', args: { conversationId, reasonId, description } }),
        inverse: ({ title }) => unfinish(expected, title, myId),
      };
    }
    case 'automation': {
      const { automationId } = what;
      return {
        conversationId,
        expected,
        title,
        step: (now) =>
          now === null ? gone : command({ name: 'automation.run', args: { conversationId, automationId } }),
        inverse: () => null,
      };
    }
    case 'tag': {
      const { tagId } = what;
      return {
        conversationId,
        expected,
        title,
        step: (now) => {
          if (now === null) return gone;
          const { contactId } = now;
          const tagged = cache.contact(contactId)?.tags.some((tag) => tag.id === tagId && tag.pending !== 'remove');
          return tagged === true
            ? { ok: false, reason: 'tagged' }
            : command({ name: 'contact.tag', args: { contactId, tagId } });
        },
        inverse: ({ contactId }) => ({
          conversationId,
          expected: null,
          title,
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
        title,
        step: (now) =>
          now === null ? gone : command({ name: 'conversation.transfer', args: { conversationId, to, note } }),
        inverse: ({ title }, commandId) => ({
          conversationId,
          // Whoever passed it on often does not see it any more: the server knows whether anybody touched it.
          expected: null,
          title,
          step: () => command({ name: 'conversation.untransfer', args: { conversationId, commandId } }),
          inverse: () => null,
        }),
      };
    }
  }
}

/** Back to whoever had it, as long as it is finished as it was. */
function unfinish(before: FrozenRow, title: string, myId: () => string): Item {
  const { conversationId } = before;
  return {
    conversationId,
    expected: { ...before, phase: 'finished' },
    title,
    shown: ({ finishedAt }) => finishedAt !== null,
    step: (now) => {
      if (now === null) return gone;
      const { finishedAt, finishedById } = now;
      return finishedAt === null || finishedById !== myId()
        ? { ok: false, reason: 'changed' }
        : command({ name: 'conversation.reopen', args: { conversationId, finishedAt } });
    },
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
