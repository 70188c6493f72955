import type { Evidence, StoredMessage } from '../../chaos/evidence/evidence.ts';
import { makeContact, makeConversation, makeMessage, makePerson } from '../../simulators/backend/entities.ts';

/**
 * A small shift at whose end all is well: a customer wrote twice, Ana answered twice and left a note, and her machine and
 * the supervisor's hold it. Each test breaks one thing of its own copy.
 */
export function quietShift(): Evidence {
  const stored = (message: Parameters<typeof makeMessage>[0]): StoredMessage => ({
    ...makeMessage(message),
    conversationId: 'v-1',
    externalId: null,
    underWay: false,
    ...message,
  });
  const messages = [
    stored({ id: 'in-1', position: 1, direction: 'inbound', text: 't1-1 oi', status: null }),
    stored({
      id: 'act-1',
      position: 2,
      direction: 'activity',
      kind: 'activity',
      text: null,
      status: null,
      activity: { type: 'assigned', toId: 'p-ana', cause: 'distributed' },
    }),
    stored({ id: 'in-2', position: 3, direction: 'inbound', text: 't1-2 tudo bem?', status: null }),
    stored({ id: 'out-1', position: 4, direction: 'outbound', text: 'a1 bom dia', status: 'read', authorId: 'p-ana' }),
    stored({ id: 'out-2', position: 5, direction: 'outbound', text: 'a2 já vejo', status: 'sent', authorId: 'p-ana' }),
    stored({
      id: 'note-1',
      position: 6,
      direction: 'note',
      text: 'a3 cliente antiga',
      status: null,
      authorId: 'p-ana',
    }),
  ];
  const conversations = [makeConversation({ id: 'v-1', status: 'open', assigneeId: 'p-ana' })];
  const contacts = [makeContact()];
  const held = () => ({
    cursor: 6,
    conversations: structuredClone(conversations),
    messages: structuredClone(messages).map(({ externalId: _external, underWay: _underWay, ...message }) => message),
    contacts: structuredClone(contacts),
    pending: [],
    conflicts: [],
    damage: null,
  });
  const kept = { agent: 'Ana Souza', outcome: 'kept', reason: null, conversationId: 'v-1' } as const;
  return {
    customers: [
      {
        name: 't1',
        channel: 'whatsapp',
        inOrder: false,
        said: [
          { token: 't1-1', at: 100, takenAt: 150 },
          { token: 't1-2', at: 300, takenAt: 320 },
        ],
        heard: [
          { text: 'a1 bom dia', messageId: 'out-1' },
          { text: 'a2 já vejo', messageId: 'out-2' },
        ],
      },
    ],
    deeds: [
      { ...kept, at: 400, name: 'message.send', token: 'a1', commandId: 'out-1' },
      { ...kept, at: 500, name: 'message.send', token: 'a2', commandId: 'out-2' },
      { ...kept, at: 600, name: 'note.add', token: 'a3', commandId: 'note-1' },
    ],
    server: {
      conversations,
      messages,
      contacts,
      rootOf: Object.fromEntries(contacts.map(({ id }) => [id, id])),
      people: [makePerson(), makePerson({ id: 'p-gabriela', name: 'Gabriela Nunes', role: 'supervisor' })],
      commands: ['out-1', 'out-2', 'note-1'].map((id) => ({
        id,
        personId: 'p-ana',
        name: 'message.send',
        ok: true,
        reason: null,
      })),
      log: { head: 6, prunedTo: 0, count: 6 },
      inbound: [],
      jobs: [],
    },
    machines: [
      { agent: 'Ana Souza', personId: 'p-ana', ...held() },
      { agent: 'Gabriela Nunes', personId: 'p-gabriela', ...held() },
    ],
    channel: { accepted: ['out-1', 'out-2'], answerLost: [] },
    faults: [{ name: 'cut a line', target: 'the line of the site', at: 200, until: 250 }],
    crashes: [],
  };
}
