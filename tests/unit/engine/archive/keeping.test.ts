import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatItem } from '../../../../src-shared/bridge/views.ts';
import type { Conversation } from '../../../../src-shared/protocol/entities.ts';
import { noon } from '../cache/entities.ts';
import { type Machine, openMachine } from './machine.ts';
import { createWorld, DAY, turn, type World } from './world.ts';

/** What the machine holds of a conversation, by versions; null: nothing at all. */
function heldOf(machine: Machine, world: World, id: string): string | null {
  const messages = (world.messages.get(id) ?? []).map((message) => {
    const here = machine.cache.reader.message(message.id);
    return here === null ? `${message.id} missing` : `${here.id} ${here.version}`;
  });
  if (machine.cache.keeping.holds(id)) return messages.join(', ');
  return messages.every((line) => line.endsWith('missing')) ? null : `half: ${messages.join(', ')}`;
}

const wholeOf = (world: World, id: string): string =>
  (world.messages.get(id) ?? []).map(({ id: message, version }) => `${message} ${version}`).join(', ');

const belongs = (world: World, machine: Machine, one: Conversation): boolean =>
  one.status !== 'finished' || world.restOf(one) >= (machine.cache.keeping.floor() ?? 0);

type Step =
  | { do: 'begin'; contact: number }
  | { do: 'write' | 'finish' | 'reopen' | 'receipt' | 'hide' | 'show' | 'open' | 'earlier'; at: number }
  | { do: 'days'; days: number }
  | { do: 'retain' | 'cut' | 'connect' | 'prune' | 'send' | 'turn' }
  | { do: 'period'; days: number }
  /** Something happens while a conversation comes: after so many turns of the event loop. */
  | { do: 'during'; at: number; turns: number; event: 'receipt' | 'reopen' | 'write' | 'hide' | 'prune' };

const at = fc.nat(30);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('begin' as const), contact: fc.nat(3) }) },
  {
    weight: 14,
    arbitrary: fc.record({
      do: fc.constantFrom('write', 'finish', 'finish', 'finish', 'reopen', 'receipt', 'open', 'earlier'),
      at,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('during' as const),
      at,
      turns: fc.nat(14),
      event: fc.constantFrom('receipt', 'receipt', 'reopen', 'write', 'hide', 'prune'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('hide', 'show'), at }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('days' as const), days: fc.constantFrom(1, 20, 50, 100) }) },
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constantFrom('retain', 'cut', 'connect', 'prune', 'send', 'send', 'turn', 'turn') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('period' as const), days: fc.constantFrom(30, 90, 365) }),
  },
);

/** Three customers with a conversation of some messages each, so long ago that the machine let them go. */
async function begin(world: World, machine: Machine): Promise<void> {
  machine.connect();
  for (let n = 0; n < 3; n += 1) {
    world.begin(`k${n}`);
    for (let words = 0; words < 2 * n + 1; words += 1) world.write(`v${n}`);
    world.finish(`v${n}`);
  }
  await machine.settle();
  world.now += 200 * DAY;
  await machine.retention.run();
}

/** Conversations the agent asked for and was given: whatever else happens, they stay as long as they may be seen. */
async function run(world: World, machine: Machine, steps: readonly Step[]): Promise<Set<string>> {
  const given = new Set<string>();
  const open: Promise<unknown>[] = [];
  const pick = (n: number): Conversation | undefined => [...world.conversations.values()][n % world.conversations.size];
  const asking = async (id: string): Promise<void> => {
    const wasHeld = machine.cache.keeping.holds(id);
    if ((await machine.archive.open(id)).ok && !wasHeld) given.add(id);
  };
  function happen(what: 'write' | 'finish' | 'reopen' | 'receipt' | 'hide' | 'show', id: string): void {
    const isFinished = world.conversations.get(id)?.status === 'finished';
    const isHidden = world.hidden.has(id);
    if (what === 'hide' && !isHidden) {
      world.hide(id);
      given.delete(id);
    } else if (what === 'show' && isHidden) world.show(id);
    else if (what === 'write' && !isFinished) world.write(id);
    else if (what === 'finish' && !isFinished) world.finish(id);
    else if (what === 'reopen' && isFinished) world.reopen(id);
    else if (what === 'receipt') world.receipt(id);
  }
  for (const one of steps) {
    switch (one.do) {
      case 'begin':
        world.begin(`k${one.contact}`);
        break;
      case 'days':
        world.now += one.days * DAY;
        break;
      case 'retain':
        await machine.retention.run();
        break;
      case 'cut':
        machine.cut();
        break;
      case 'connect':
        machine.connect();
        break;
      case 'prune':
        world.prune();
        break;
      case 'send':
        open.push(machine.send());
        break;
      case 'turn':
        await turn();
        break;
      case 'during': {
        const conversation = pick(one.at);
        if (conversation === undefined) break;
        const { id } = conversation;
        open.push(asking(id));
        for (let turns = 0; turns < one.turns; turns += 1) await turn();
        if (one.event === 'prune') {
          // A line that breaks while the log is cut off: what changed in between is told by nobody.
          machine.cut();
          world.receipt(id);
          world.prune();
          machine.connect();
        } else happen(one.event, id);
        open.push(machine.send());
        break;
      }
      case 'period':
        machine.keepDays = one.days;
        if (machine.retention.lacksSome()) machine.connect();
        else await machine.retention.run();
        break;
      default: {
        const conversation = pick(one.at);
        if (conversation === undefined) break;
        const { id } = conversation;
        if (one.do === 'open') open.push(asking(id));
        else if (one.do === 'earlier') open.push(machine.archive.earlier(id));
        else happen(one.do, id);
      }
    }
  }
  await machine.settle();
  await Promise.all(open);
  await machine.settle();
  for (const id of given) if (world.hidden.has(id)) given.delete(id);
  return given;
}

describe('what a machine holds', () => {
  it('after any lives of conversations, absences and clearings it is exactly what the rule says, every one whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 50 }), async (steps) => {
        const world = createWorld(noon);
        const machine = openMachine(world);
        await begin(world, machine);
        const given = await run(world, machine, steps);
        await machine.retention.run();
        const { keeping, reader } = machine.cache;
        for (const one of world.conversations.values()) {
          const { id } = one;
          const held = heldOf(machine, world, id);
          if (world.hidden.has(id)) expect(held, `${id} may not be seen`).toBeNull();
          else if (belongs(world, machine, one)) expect(held, `${id} belongs here`).toBe(wholeOf(world, id));
          else if (given.has(id)) expect(held, `${id} was asked for`).toBe(wholeOf(world, id));
          else if (keeping.isKept(id)) expect(held, `${id} was brought for its contact`).toBe(wholeOf(world, id));
          else expect(held, `${id} is too old`).toBeNull();
          if (held !== null) {
            expect(reader.conversation(id)?.status).toBe(one.status);
            expect(reader.contact(one.contactId)).not.toBeNull();
          }
        }
        for (const contactId of world.contacts.keys()) {
          const used = [...world.conversations.values()].some(
            (one) => one.contactId === contactId && keeping.holds(one.id),
          );
          expect(reader.contact(contactId) !== null, `contact ${contactId}`).toBe(used);
        }
      }),
      { numRuns: 50 },
    );
  }, 120_000);
});

/** A contact with one conversation finished long ago, which the machine let go. */
async function withOldOne() {
  const world = createWorld(noon);
  const machine = openMachine(world);
  machine.connect();
  world.begin('k0');
  for (let n = 0; n < 4; n += 1) world.write('v0');
  world.finish('v0');
  await machine.settle();
  world.now += 200 * DAY;
  await machine.retention.run();
  expect(heldOf(machine, world, 'v0')).toBeNull();
  return { world, machine };
}

const shownIn = (items: readonly ChatItem[]): string[] =>
  items.flatMap((item) => (item.type === 'separator' ? [item.conversationId] : []));

describe('conversations of long ago', () => {
  it('one that is asked for comes whole, stays over a snapshot, and is kept up to date', async () => {
    const { world, machine } = await withOldOne();
    await expect(machine.archive.open('v0')).resolves.toEqual({ ok: true });
    expect(heldOf(machine, world, 'v0')).toBe(wholeOf(world, 'v0'));
    await machine.retention.run();
    world.receipt('v0');
    machine.cut();
    world.prune();
    await machine.settle();
    expect(heldOf(machine, world, 'v0')).toBe(wholeOf(world, 'v0'));
  });

  it('without a line it says so, and leaves nothing half-done', async () => {
    const { world, machine } = await withOldOne();
    machine.cut();
    await expect(machine.archive.open('v0')).resolves.toEqual({ ok: false, reason: 'offline' });
    expect(heldOf(machine, world, 'v0')).toBeNull();
  });

  it('an agent who went elsewhere meanwhile keeps nothing of it', async () => {
    const { world, machine } = await withOldOne();
    const opening = machine.archive.open('v0');
    machine.archive.leave('v0');
    await expect(opening).resolves.toEqual({ ok: false, reason: 'left' });
    expect(heldOf(machine, world, 'v0')).toBeNull();
  });

  it('one that comes back to life is fetched by itself, and what is new of it is told', async () => {
    const { world, machine } = await withOldOne();
    world.reopen('v0');
    world.write('v0');
    await machine.settle();
    expect(heldOf(machine, world, 'v0')).toBe(wholeOf(world, 'v0'));
    expect(machine.told.at(-1)).toBe('v0-5');
  });

  it('it comes whole too when its customer is known from a newer one', async () => {
    const { world, machine } = await withOldOne();
    world.begin('k0');
    await machine.settle();
    world.reopen('v0');
    await machine.settle();
    expect(heldOf(machine, world, 'v0')).toBe(wholeOf(world, 'v0'));
  });

  it('one that comes back to life while it is fetched in vain is fetched again', async () => {
    const { world, machine } = await withOldOne();
    const opening = machine.archive.open('v0');
    world.reopen('v0');
    await machine.send();
    machine.cut();
    await expect(opening).resolves.toEqual({ ok: false, reason: 'offline' });
    await machine.settle();
    expect(heldOf(machine, world, 'v0')).toBe(wholeOf(world, 'v0'));
  });

  it('a customer who returns after long comes with their name, and the first word is told', async () => {
    const { world, machine } = await withOldOne();
    expect(machine.cache.reader.contact('k0')).toBeNull();
    world.begin('k0');
    await machine.settle();
    expect(machine.cache.reader.conversation('v1')?.title).toBe('João Conceição');
    expect(machine.told.at(-1)).toBe('v1-0');
  });

  it('those seen least recently go first when there are too many; what is open or unsent stays', async () => {
    const { world, machine } = await withOldOne();
    for (const id of ['v1', 'v2', 'v3']) {
      world.begin('k0');
      world.finish(id);
    }
    await machine.settle();
    world.now += 200 * DAY;
    await machine.retention.run();
    for (const id of ['v0', 'v1', 'v2', 'v3']) {
      await machine.archive.open(id);
      machine.pass(1_000);
    }
    await machine.archive.open('v1');
    machine.spare.add('v0');
    await machine.retention.run({ keptLimit: 2 });
    expect(['v0', 'v1', 'v2', 'v3'].filter((id) => machine.cache.keeping.holds(id))).toEqual(['v0', 'v1']);
  });

  it('the history above a chat ends where something may be missing, and goes on when it was brought', async () => {
    const { world, machine } = await withOldOne();
    for (const id of ['v1', 'v2']) {
      world.begin('k0');
      world.finish(id);
      world.now += 200 * DAY;
    }
    world.begin('k0');
    await machine.settle();
    await machine.retention.run();
    // The oldest alone: between it and the present one two are missing.
    await machine.archive.open('v0');
    const chat = () => machine.cache.reader.chat('v3', 100);
    expect(shownIn(chat().items)).toEqual(['v3']);
    expect(chat().beyond).toBe(true);
    let more = true;
    while (more) {
      const earlier = await machine.archive.earlier('v3');
      more = earlier.ok && earlier.more;
    }
    expect(shownIn(chat().items)).toEqual(['v0', 'v1', 'v2', 'v3']);
    expect(chat().beyond).toBeUndefined();
  });

  it('a longer period brings back what it covers; a shorter one lets go', async () => {
    const { world, machine } = await withOldOne();
    machine.keepDays = 365;
    expect(machine.retention.lacksSome()).toBe(true);
    machine.connect();
    await machine.settle();
    expect(heldOf(machine, world, 'v0')).toBe(wholeOf(world, 'v0'));
    expect(machine.retention.lacksSome()).toBe(false);
    machine.keepDays = 30;
    await machine.retention.run();
    expect(heldOf(machine, world, 'v0')).toBeNull();
  });
});
