import { phoneVariants } from '../../../src-shared/rules/phone.ts';
import type { BusinessMessage, CustomerMessage } from '../graph-api/graph-api.ts';
import { type Dialogue, photoBytes } from './dialogue.ts';
import { thingContent } from './things.ts';
import type { CustomerTransport } from './transport.ts';

/** The customer's telephone, as far as a simulated person uses it: the stand-in for Meta's Graph API gives it. */
export interface WhatsAppNetwork {
  customerWrites(message: CustomerMessage): unknown;
  onBusinessMessage(listener: (message: BusinessMessage) => void): () => void;
}

/** Good news, to which people like to react with a thumb or a heart instead of words. */
export const goodNews = /\b(resolvid|pronto|j[aá] (solicitei|enviei|gerei)|acabei de|combinado|estorno)/i;
/** Of those, every which one is reacted to. */
export const REACTS_TO_EVERY = 3;

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
    let { cameFrom } = dialogue;
    let liked = 0;

    function write(content: Partial<CustomerMessage>): void {
      deps.network.customerWrites({ ...sender, ...content });
    }

    /** What a person does on the telephone without words: a thumb for good news, the first button of a template. */
    function touch({ id, text, template }: BusinessMessage): void {
      const button = template?.buttons.find(({ type }) => type === 'QUICK_REPLY');
      if (button !== undefined)
        write({ quotedId: id, other: { type: 'button', button: { text: button.text, payload: button.text } } });
      if (!goodNews.test(text ?? '')) return;
      liked += 1;
      if (liked % REACTS_TO_EVERY === 1)
        write({ other: { type: 'reaction', reaction: { message_id: id, emoji: liked === 1 ? '👍' : '❤️' } } });
    }

    return {
      async writeText(text) {
        if (cameFrom === undefined || cameFrom.type === 'story') return write({ text });
        // Only what is written first says where the customer came from.
        const { type, url, ...shown } = cameFrom;
        cameFrom = undefined;
        const referral = { ...shown, source_type: type, source_url: url };
        write({ other: { type: 'text', text: { body: text }, referral } });
      },
      async writeImages(photos, caption) {
        for (const [index, photo] of photos.entries())
          write({ image: photoBytes(photo), ...(caption === null || index > 0 ? {} : { text: caption }) });
      },
      async send(thing) {
        write(thingContent(thing));
      },
      onAgentText: (listener) =>
        deps.network.onBusinessMessage((message) => {
          // The business may write back with or without the ninth digit; it reaches the same telephone.
          const mine = message.phoneNumberId === phoneNumberId && phoneVariants(waId).includes(message.to);
          if (!mine || message.kind === 'reaction') return;
          touch(message);
          listener(message.text ?? '');
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
