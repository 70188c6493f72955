import { phoneVariants } from '../../../src-shared/rules/phone.ts';
import type { BusinessMessage, CustomerMessage } from '../graph-api/graph-api.ts';
import { type Dialogue, photoBytes } from './dialogue.ts';
import type { CustomerTransport } from './transport.ts';

/** The customer's telephone, as far as a simulated person uses it: the stand-in for Meta's Graph API gives it. */
export interface WhatsAppNetwork {
  customerWrites(message: CustomerMessage): unknown;
  onBusinessMessage(listener: (message: BusinessMessage) => void): () => void;
}

/**
 * Gives customers their WhatsApp. `numberOf` says which of the business's numbers a customer writes to.
 * A message counts as written once the telephone took it: the network brings it on, however long that takes.
 */
export function createWhatsAppLines(deps: {
  network: WhatsAppNetwork;
  numberOf(dialogue: Dialogue): string;
}): (dialogue: Dialogue) => CustomerTransport {
  return (dialogue) => {
    const waId = whatsAppIdOf(dialogue.persona.phone);
    const phoneNumberId = deps.numberOf(dialogue);
    const sender = { waId, name: dialogue.persona.profileName, phoneNumberId };
    return {
      async writeText(text) {
        deps.network.customerWrites({ ...sender, text });
      },
      async writeImage(photo, caption) {
        const image = photoBytes(photo);
        deps.network.customerWrites({ ...sender, image, ...(caption === null ? {} : { text: caption }) });
      },
      onAgentText: (listener) =>
        deps.network.onBusinessMessage((message) => {
          // The business may write back with or without the ninth digit; it reaches the same telephone.
          const mine = message.phoneNumberId === phoneNumberId && phoneVariants(waId).includes(message.to);
          // To a reaction nobody answers.
          if (mine && message.kind !== 'reaction') listener(message.text ?? '');
        }),
    };
  };
}

/**
 * WhatsApp keeps the id a number was registered with: outside São Paulo, Rio and Espírito Santo (DDDs 11 to 28, the
 * first to get the ninth digit) most mobiles are known by the eight digits they had.
 */
export function whatsAppIdOf(phone: string): string {
  const ddd = Number(phone.slice(2, 4));
  return ddd < 30 ? phone : (phoneVariants(phone)[1] ?? phone);
}
