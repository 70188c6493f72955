import type { SocialGraph } from '../graph-api/social/social-graph.ts';
import { type Dialogue, photoBytes } from './dialogue.ts';
import { type ThingName, thingContent } from './things.ts';
import type { CustomerTransport } from './transport.ts';
import { goodNews, REACTS_TO_EVERY } from './whatsapp.ts';

/** The customer's Instagram or Messenger, as far as a simulated person uses it: the stand-in for Meta's Graph API gives it. */
type SocialNetwork = Pick<SocialGraph, 'customerWrites' | 'customerDoes' | 'onBusinessMessage'>;

/** Gives customers their Instagram or Messenger. `accountOf` says which of the business's accounts a customer writes to. */
export function createSocialLines(deps: {
  network: SocialNetwork;
  accountOf(dialogue: Dialogue): string;
}): (dialogue: Dialogue) => CustomerTransport {
  const { network } = deps;
  return (dialogue) => {
    const { persona } = dialogue;
    const accountId = deps.accountOf(dialogue);
    const person = { id: socialIdOf(persona), name: persona.profileName, username: persona.username };
    let { cameFrom } = dialogue;
    let liked = 0;

    function write(content: Omit<Parameters<SocialNetwork['customerWrites']>[0], 'accountId' | 'person'>): void {
      network.customerWrites({ accountId, person, ...content });
    }

    function love(mid: string): void {
      liked += 1;
      if (liked % REACTS_TO_EVERY !== 1) return;
      const reaction = { mid, action: 'react', reaction: 'love', emoji: '❤️' };
      void network.customerDoes(person.id, { reaction }, accountId);
    }

    return {
      async writeText(text) {
        if (cameFrom?.type !== 'story') return write({ text });
        // Only what is written first belongs to the story; a mention is there before anything is said about it.
        const { about, photo } = cameFrom;
        cameFrom = undefined;
        const story = { about, ...photoBytes(photo) };
        if (about === 'reply') return write({ text, story });
        write({ story });
        write({ text });
      },
      async writeImages(photos, caption) {
        write({ media: photos.map((photo) => ({ type: 'image', ...photoBytes(photo) })) });
        // A picture has no caption there.
        if (caption !== null) write({ text: caption });
      },
      async send(thing) {
        write({ media: [mediumOf(thing)] });
      },
      onAgentText: (listener) =>
        network.onBusinessMessage((message) => {
          if (message.to !== person.id || message.accountId !== accountId) return;
          if (goodNews.test(message.text ?? '')) love(message.id);
          listener(message.text ?? '');
        }),
    };
  };
}

/** The same person has another id on each of the two, and neither has anything of their number in it for us to see. */
function socialIdOf({ phone, channel }: Dialogue['persona']): string {
  return `${channel === 'instagram' ? '629' : '715'}${[...phone].reverse().join('')}`;
}

const types = { audio: 'audio', video: 'video', sticker: 'image', document: 'file' } as const;

/** Throws where neither of the two has such a thing (a place, a contact card): a defect of the material. */
function mediumOf(thing: ThingName) {
  const { medium } = thingContent(thing);
  if (medium === undefined) throw new Error(`${thing} does not go through Instagram or Messenger`);
  const { type, bytes, mime, filename } = medium;
  return { type: types[type], bytes, mime, ...(filename === undefined ? {} : { name: filename }) };
}
