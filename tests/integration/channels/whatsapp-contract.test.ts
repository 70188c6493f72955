import { describeChannelContract, type RefusingHarness, reportsRefusals } from './contract.ts';
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
    async bytesOf({ media }) {
      if (media?.source.type !== 'provider' || !channel.fetchMedia) throw new Error('not at the provider');
      return (await channel.fetchMedia(connection, media.source.ref, 1_000_000)).bytes;
    },
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
    async goOutOfReach() {
      await graph.refuseConnections();
      // Kept-alive connections must be seen closed first: a request written into one that dies is honestly «uncertain».
      await new Promise((resolve) => setTimeout(resolve, 50));
      return graph.acceptConnections;
    },
    close,
  };
}

describeChannelContract('WhatsApp', whatsApp, reportsRefusals);
