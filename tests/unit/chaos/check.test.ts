import { expect, test } from 'vitest';
import { check } from '../../chaos/check/check.ts';
import { traceOf } from '../../chaos/check/trace.ts';
import type { Evidence, StoredMessage } from '../../chaos/evidence/evidence.ts';
import { quietShift } from './quiet-shift.ts';

/** What is found when one thing of a good shift is broken: promise and words. */
function foundIn(breakIt: (evidence: Evidence) => void): string[] {
  const evidence = quietShift();
  breakIt(evidence);
  return check(evidence).map(({ promise, words }) => `${promise}: ${words}`);
}

/** The message on the server and in every cache, changed everywhere alike. */
function change(evidence: Evidence, id: string, changed: Partial<StoredMessage>): void {
  for (const list of [evidence.server.messages, ...evidence.machines.map(({ messages }) => messages)]) {
    const message = list.find((one) => one.id === id);
    if (message !== undefined) Object.assign(message, changed);
  }
}

const without = <Item extends { id: string }>(items: readonly Item[], id: string): Item[] =>
  items.filter((item) => item.id !== id);

test('nothing is found in a good shift', () => {
  expect(check(quietShift())).toEqual([]);
});

test.each<{ broken: string; breakIt(evidence: Evidence): void; found: RegExp }>([
  {
    broken: 'a customer’s message is not on the server',
    breakIt: ({ server }) => {
      server.messages = without(server.messages, 'in-2');
    },
    found: /^lost: «t1-2» of t1 is not on the server/,
  },
  {
    broken: 'a customer’s message is on the server twice',
    breakIt: ({ server }) => {
      const again = server.messages.find(({ id }) => id === 'in-2');
      if (again !== undefined) server.messages.push({ ...again, id: 'in-2-again', position: 7 });
    },
    found: /^doubled: «t1-2» of t1 is on the server 2 times/,
  },
  {
    broken: 'what a customer wrote later stands before what had been confirmed by then',
    breakIt: (evidence) => {
      change(evidence, 'in-1', { position: 3 });
      change(evidence, 'in-2', { position: 1 });
    },
    found: /^disordered: «t1-2» of t1 stands before «t1-1»/,
  },
  {
    broken: 'the server has a message that nobody wrote',
    breakIt: ({ customers }) => void customers[0]?.said.pop(),
    found: /^doubled: nobody wrote «t1-2»/,
  },
  {
    broken: 'a message is shown as sent and the customer never got it',
    breakIt: ({ customers }) => void customers[0]?.heard.pop(),
    found: /^lost: «a2 já vejo» is shown as sent and was never got/,
  },
  {
    broken: 'the customer got a message twice',
    breakIt: ({ customers }) => void customers[0]?.heard.push({ text: 'a2 já vejo', messageId: 'out-2' }),
    found: /^doubled: «a2 já vejo» was got 2 times/,
  },
  {
    broken: 'the customer got two messages the other way round',
    breakIt: ({ customers }) => void customers[0]?.heard.reverse(),
    found: /^disordered: «a1 bom dia» was got by t1 after the one behind it/,
  },
  {
    broken: 'the customer got something else than was written',
    breakIt: ({ customers }) => Object.assign(customers[0]?.heard[0] ?? {}, { text: 'a1 boa noite' }),
    found: /^lost: «a1 bom dia» t1 got another text/,
  },
  {
    broken: 'a message is still «enviando»',
    breakIt: (evidence) => {
      change(evidence, 'out-2', { status: 'queued', underWay: true });
      evidence.customers[0]?.heard.pop();
    },
    found: /^stuck: «a2 já vejo» is still «enviando», marked as under way/,
  },
  {
    broken: 'a message is uncertain although no answer was lost',
    breakIt: (evidence) => {
      change(evidence, 'out-2', {
        status: 'failed',
        failure: { code: 'uncertain', detail: null },
        channel: 'whatsapp',
      });
      evidence.customers[0]?.heard.pop();
    },
    found: /^uncertain: «a2 já vejo» is uncertain, and no answer was lost/,
  },
  {
    broken: 'a message is uncertain although the provider had told that it has it',
    breakIt: (evidence) => {
      change(evidence, 'out-2', {
        status: 'failed',
        failure: { code: 'uncertain', detail: null },
        channel: 'whatsapp',
      });
      evidence.channel.answerLost.push('out-2');
    },
    found: /^uncertain: «a2 já vejo» is uncertain, and the provider had told/,
  },
  {
    broken: 'a message failed for no reason',
    breakIt: (evidence) => {
      change(evidence, 'out-2', { status: 'failed', failure: { code: '131026', detail: null } });
      evidence.customers[0]?.heard.pop();
    },
    found: /^lost: «a2 já vejo» failed with 131026/,
  },
  {
    broken: 'a note that the machine took never reached the server',
    breakIt: ({ server, machines }) => {
      server.messages = without(server.messages, 'note-1');
      server.commands = without(server.commands, 'note-1');
      for (const machine of machines) machine.messages = without(machine.messages, 'note-1');
    },
    found: /^lost: note.add «a3» of Ana Souza was taken, and the server never heard of it/,
  },
  {
    broken: 'a note was refused and nobody is shown it',
    breakIt: ({ server, machines }) => {
      server.messages = without(server.messages, 'note-1');
      for (const machine of machines) machine.messages = without(machine.messages, 'note-1');
      for (const one of server.commands) {
        if (one.id === 'note-1') Object.assign(one, { ok: false, reason: 'already-finished' });
      }
    },
    found: /^command: note.add «a3» of Ana Souza was refused \(already-finished\), and nobody is shown it/,
  },
  {
    broken: 'an agent’s own lines stand in another order than they were written',
    breakIt: ({ deeds }) => void deeds.reverse(),
    found: /^disordered: message.send «a[12]» of Ana Souza stands before/,
  },
  {
    broken: 'a conversation is open and nobody has it',
    breakIt: ({ server, machines }) => {
      for (const { conversations } of [server, ...machines])
        Object.assign(conversations[0] ?? {}, { assigneeId: null });
    },
    found: /^ownership: conversation .* is open and nobody has it/,
  },
  {
    broken: 'a conversation was given to a second person while the first had it',
    breakIt: (evidence) => {
      const given = { type: 'assigned', toId: 'p-bruno', cause: 'taken' } as const;
      change(evidence, 'note-1', { direction: 'activity', text: null, activity: given });
    },
    found: /^ownership: conversation .* was given to p-bruno while p-ana had it/,
  },
  {
    broken: 'a customer is served twice at once',
    breakIt: ({ server, machines }) => {
      for (const { conversations } of [server, ...machines]) {
        const [first] = conversations;
        if (first !== undefined) conversations.push({ ...first, id: 'v-2' });
      }
    },
    found: /^ownership: a customer is served in 2 conversations at once/,
  },
  {
    broken: 'a cache lacks a message',
    breakIt: ({ machines }) => Object.assign(machines[0] ?? {}, { messages: machines[0]?.messages.slice(1) }),
    found: /^cache: message «t1-1 oi» is missing from the cache of Ana Souza/,
  },
  {
    broken: 'a cache holds an older state than the server',
    breakIt: ({ machines }) => Object.assign(machines[1]?.messages[3] ?? {}, { status: 'queued' }),
    found:
      /^cache: message «a1 bom dia» differs \(status: "read" on the server, "queued" here\) in the cache of Gabriela/,
  },
  {
    broken: 'a cache holds what its agent may not see',
    breakIt: ({ machines }) => Object.assign(machines[0] ?? {}, { personId: 'p-estranho' }),
    found: /^cache: conversation v-1 should not be in the cache of Ana Souza/,
  },
  {
    broken: 'a cache is damaged',
    breakIt: ({ machines }) => Object.assign(machines[0] ?? {}, { damage: 'row 3 missing from index' }),
    found: /^cache: the cache of Ana Souza is damaged/,
  },
  {
    broken: 'a command waits in an outbox',
    breakIt: ({ machines }) => void machines[0]?.pending.push('out-9'),
    found: /^stuck: 1 commands wait in the outbox of Ana Souza/,
  },
  {
    broken: 'an arrival is stored and not applied',
    breakIt: ({ server }) => void server.inbound.push({ id: 1, state: 'failed', error: 'x' }),
    found: /^stuck: arrival 1 is stored and not applied/,
  },
  {
    broken: 'the log has a gap',
    breakIt: ({ server }) => Object.assign(server.log, { count: 5 }),
    found: /^lost: the log has 5 of 6 positions/,
  },
  {
    broken: 'a node ended by itself',
    breakIt: ({ crashes }) => void crashes.push({ at: 1, who: 'node 1', words: 'TypeError' }),
    found: /^crash: node 1 ended by itself/,
  },
])('it is found that $broken', ({ breakIt, found }) => {
  expect(foundIn(breakIt)).toContainEqual(expect.stringMatching(found));
});

test('a message whose answer was lost may be uncertain', () => {
  expect(
    foundIn((evidence) => {
      change(evidence, 'out-2', {
        status: 'failed',
        failure: { code: 'uncertain', detail: null },
        channel: 'whatsapp',
      });
      evidence.customers[0]?.heard.pop();
      evidence.channel.answerLost.push('out-2');
    }),
  ).toEqual([]);
});

test('a violation’s trace tells its way from the customer to each cache, with the faults around it', () => {
  const evidence = quietShift();
  for (const machine of evidence.machines) machine.messages = without(machine.messages, 'in-1');
  const [first] = check(evidence);
  expect(first?.promise).toBe('cache');
  expect(first === undefined ? [] : traceOf({ ...first, token: 't1-1' }, evidence)).toEqual([
    '0.10 s t1 wrote it',
    '0.15 s it was confirmed to them',
    '0.20 s [cut a line: the line of the site, until 0.25 s]',
    'on the server: in-1, position 1, inbound, attempts []',
    'by the provider: accepted 0 times',
    'the cache of Ana Souza: nothing',
    'the cache of Gabriela Nunes: nothing',
  ]);
});
