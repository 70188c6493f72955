import {
  describeChannelContract,
  fetchedFrom,
  type RefusingHarness,
  refuseConnections,
  reportsRefusals,
} from './contract.ts';
import { openWhatsAppDesk } from './whatsapp-desk.ts';

const phone = '5531988887777';

async function whatsApp(): Promise<RefusingHarness> {
  const { channel, connection, graph, door, close } = await openWhatsAppDesk();
  return {
    adapter: channel,
    connection,
    customer: { address: phone, phone, profileName: 'Ana' },
    async customerWrites(message) {
      const part =
        'text' in message
          ? { text: message.text }
          : { image: { bytes: message.image, mime: message.mime }, text: message.caption ?? undefined };
      await graph.customerWrites({ waId: phone, name: 'Ana', ...part }).delivered;
    },
    async repeatLast() {
      await graph.settled();
      await graph.repeatLastWebhook();
    },
    received: () => door.accepted.map(({ event }) => event),
    bytesOf: (message) => fetchedFrom({ adapter: channel, connection }, message),
    async seen() {
      return graph.businessMessages().map(({ id, kind, text, media }) => ({
        externalId: id,
        text,
        image: (kind === 'image' && media?.bytes) || null,
        medium: media?.bytes ? { kind, bytes: media.bytes } : null,
      }));
    },
    async refuseNextSend() {
      graph.faults.refuseSends(1, 131026);
      return '131026';
    },
    goOutOfReach: () => refuseConnections(graph),
    close,
  };
}

describeChannelContract('WhatsApp', whatsApp, reportsRefusals);
