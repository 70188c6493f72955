import { createRandom } from '../../../src-backend/demo/seed/random.ts';
import type { ActionArgs, ActionName, ServerActionResult } from '../../../src-shared/bridge/contract.ts';
import type { InboxRow } from '../../../src-shared/bridge/views.ts';
import type { Deed } from '../evidence/evidence.ts';
import type { Machine } from '../world/machine.ts';
import { PASSWORD } from '../world/workspace.ts';
import { phrase } from './words.ts';

/** Somebody who works a shift at a machine, whatever becomes of it: signs in, answers, and goes on where they were. */
export interface Agent {
  name: string;
  machine: Machine;
  start(): void;
  /** Stops working; the machine stays on and they stay signed in. */
  rest(): void;
  /** Goes home: nothing is done any more. */
  leave(): Promise<void>;
  deeds(): Deed[];
  signedInTimes(): number;
}

type ServerAction = Extract<ActionName, `server.${string}`>;

export function createAgent(deps: {
  name: string;
  email: string;
  supervisor: boolean;
  seed: number;
  machine: Machine;
  now(): number;
}): Agent {
  const { name, machine } = deps;
  const random = createRandom(deps.seed);
  const deeds: Deed[] = [];
  const initial = name.slice(0, 1).toLowerCase();
  let written = 0;
  let working = false;
  let present = false;
  let signedIn = 0;
  /** Of the last action that the machine has not answered yet: a person waits for it. */
  let turn: Promise<void> = Promise.resolve();

  async function attend(): Promise<void> {
    const session = machine.sees.session;
    if (session?.phase === 'signed-out') {
      const answer = await machine.act('session.signIn', { email: deps.email, password: PASSWORD });
      if (answer !== 'unanswered' && answer.ok) signedIn += 1;
      return;
    }
    if (session?.phase === 'choose-protection') {
      await machine.act('session.protect', { way: 'file', password: null });
      return;
    }
    if (session?.phase === 'ready' && working) await work();
  }

  /** Watched closely only where a person would: every few hundred milliseconds one thing is done. */
  async function live(): Promise<void> {
    while (present) {
      if (machine.isOn()) {
        turn = attend();
        await turn;
      }
      await pause(120 + random.below(330));
    }
  }

  async function work(): Promise<void> {
    const rows = machine.sees['inbox.list']?.rows ?? [];
    const me = myId();
    if (me === null) return;
    const mine = rows.filter(({ assigneeId, status }) => assigneeId === me && status === 'open');
    const waiting = rows.filter(({ status }) => status === 'queued');
    const wish = random.next();
    if (wish < 0.02) return await presence();
    if (waiting.length > 0 && wish < (deps.supervisor ? 0.05 : 0.25)) {
      const row = random.pick(waiting);
      await act('server.conversation.take', { conversationId: row.id }, row.id, null);
      return;
    }
    if (deps.supervisor) {
      if (rows.length > 0 && wish < 0.3) await note(random.pick(rows));
      return;
    }
    if (mine.length === 0) return;
    await serve(random.pick(mine), mine.length);
  }

  async function serve(row: InboxRow, load: number): Promise<void> {
    const wish = random.next();
    const conversationId = row.id;
    if (wish < 0.58) {
      if (row.awaitingSince === null && random.chance(0.7)) return;
      const { token, text } = words();
      await act(
        'server.message.send',
        { conversationId, text, mediaId: null, quotedMessageId: null },
        conversationId,
        token,
      );
    } else if (wish < 0.68) await note(row);
    else if (wish < 0.73) await transfer(row);
    else if (wish < 0.73 + (load > 12 ? 0.12 : 0.04)) {
      await act(
        'server.conversation.finish',
        { conversationId, reasonId: null, description: null },
        conversationId,
        null,
      );
    } else if (wish < 0.93) await tag(row);
    else {
      await machine.act('draft.save', { conversationId, side: 'reply', text: `rascunho ${deeds.length}` });
    }
  }

  async function note(row: InboxRow): Promise<void> {
    const { token, text } = words();
    await act('server.note.add', { conversationId: row.id, text, mentionIds: [] }, row.id, token);
  }

  async function transfer(row: InboxRow): Promise<void> {
    const { people = [], departments = [] } = machine.sees.directory ?? {};
    const colleagues = people.filter(({ role, id }) => role === 'agent' && id !== myId());
    const toPerson = random.chance(0.5) && colleagues.length > 0;
    const to = toPerson
      ? { kind: 'agent' as const, id: random.pick(colleagues).id }
      : { kind: 'department' as const, id: random.pick(departments).id };
    await act('server.conversation.transfer', { conversationId: row.id, to, note: null }, row.id, null);
  }

  async function tag(row: InboxRow): Promise<void> {
    const tags = machine.sees.directory?.tags ?? [];
    if (tags.length === 0) return;
    const args = { contactId: row.contactId, tagId: random.pick(tags).id };
    await act(random.chance(0.6) ? 'server.contact.tag' : 'server.contact.untag', args, row.id, null);
  }

  async function presence(): Promise<void> {
    const state = random.chance(0.25) ? ('away' as const) : ('available' as const);
    await act('server.presence.set', { state, reason: null }, null, null);
    // Nobody stays away for the rest of the shift.
    if (state === 'away') await act('server.presence.set', { state: 'available', reason: null }, null, null);
  }

  function words(): { token: string; text: string } {
    written += 1;
    const token = `${initial}${written}`;
    return { token, text: `${token} ${phrase(random)}` };
  }

  async function act<Name extends ServerAction>(
    action: Name,
    args: ActionArgs<Name>,
    conversationId: string | null,
    token: string | null,
  ): Promise<void> {
    const at = deps.now();
    const answer = await machine.act(action, args);
    const deed = { agent: name, at, name: action.slice('server.'.length), conversationId, token };
    deeds.push({ ...deed, ...outcomeOf(answer) });
  }

  const myId = (): string | null => {
    const session = machine.sees.session;
    return session?.phase === 'ready' ? session.person.id : null;
  };

  return {
    name,
    machine,
    start() {
      present = true;
      working = true;
      void live();
    },
    rest() {
      working = false;
    },
    async leave() {
      working = false;
      present = false;
      await turn;
    },
    deeds: () => deeds,
    signedInTimes: () => signedIn,
  };
}

function outcomeOf(answer: ServerActionResult | 'unanswered'): Pick<Deed, 'outcome' | 'commandId' | 'reason'> {
  if (answer === 'unanswered') return { outcome: 'unanswered', commandId: null, reason: null };
  if (!answer.ok) return { outcome: 'refused', commandId: null, reason: answer.reason };
  return { outcome: answer.queued ? 'kept' : 'done', commandId: answer.id, reason: null };
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
