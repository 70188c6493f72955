import {
  describeChannelContract,
  fetchedFrom,
  type RefusingHarness,
  refuseConnections,
  reportsRefusals,
} from './contract.ts';
import { openSocialDesk } from './social-desk.ts';

const person = { id: '6290000000000001', name: 'Ana' };
const types = { image: 'image', video: 'video', audio: 'audio', file: 'document' };

async function harnessOf(product: 'instagram' | 'messenger'): Promise<RefusingHarness> {
  const marksAfterMs = { delivered: null, read: null };
  const { channel, connection, graph, door, close } = await openSocialDesk(product, {
    graph: { echoes: 'never', marksAfterMs },
  });
  return {
    adapter: channel,
    connection,
    customer: { address: person.id, phone: null, profileName: null },
    async customerWrites(message) {
      const part =
        'text' in message
          ? { text: message.text }
          : {
              text: message.caption ?? undefined,
              media: [{ type: 'image' as const, bytes: message.image, mime: message.mime }],
            };
      await graph.customerWrites({ person, ...part }).delivered;
    },
    async repeatLast() {
      await graph.settled();
      await graph.repeatLastWebhook();
    },
    received: () => door.accepted.map(({ event }) => event),
    bytesOf: (message) => fetchedFrom({ adapter: channel, connection }, message),
    async seen() {
      return graph.businessMessages().map(({ id, text, attachment }) => ({
        externalId: id,
        text,
        image: attachment?.type === 'image' ? attachment.bytes : null,
        medium: attachment && { kind: types[attachment.type], bytes: attachment.bytes },
      }));
    },
    async refuseNextSend() {
      graph.faults.refuseSends(1, 551);
      return '551.1545041';
    },
    goOutOfReach: () => refuseConnections(graph),
    close,
  };
}

describeChannelContract('Instagram', () => harnessOf('instagram'), reportsRefusals);
describeChannelContract('Messenger', () => harnessOf('messenger'), reportsRefusals);
