import { createRandom, type Random } from '../../../src-backend/demo/seed/random.ts';
import type { Storm } from './two-orders.ts';

type Body = { object: string; entry: object[] };

export const PHONES = ['111', '222'];
const START = 1_795_000_000;

interface Customer {
  index: number;
  phoneNumberId: string;
  name: string;
  number: string | null;
  userId: string | null;
  /** Answered from the telephone, changes number: must be known before. */
  isKnown: boolean;
}

/**
 * What many customers of WhatsApp do: every kind, reactions, edits, deletions, changed numbers, answers from the telephone,
 * states. In the opening stands who answers somebody or changes a number.
 */
export function createStorm(seed: number, customers: number, webhooks: number): Storm {
  const random = createRandom(seed);
  const people = Array.from({ length: customers }, (_, index) => customerOf(index, random));
  const opening = people.filter(({ isKnown }) => isKnown).map((who) => webhook(who, [text(who, 'm0', 0)], []));
  const interrupted = people
    .filter(({ isKnown }) => isKnown)
    .map(({ index, number, userId, phoneNumberId }) => ({
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      address: number ?? userId ?? '',
      connection: phoneNumberId,
      text: 'Um instante',
    }));
  const each = Math.ceil((webhooks - opening.length) / customers);
  const lanes = people.map((who) => dayOf(who, each, random));
  return { opening: posted(opening), interrupted, lanes: lanes.map(posted) };
}

const posted = (bodies: Body[]) => bodies.map((body) => ({ channel: 'whatsapp' as const, body }));

function customerOf(index: number, random: Random): Customer {
  const number = `55${random.pick(['11', '31', '85'])}9${String(81_000_000 + index * 7)}`;
  const way = index % 10;
  return {
    index,
    phoneNumberId: PHONES[index % 2] ?? '',
    name: `Cliente ${index}`,
    number: way === 3 ? null : number,
    userId: way === 3 || way === 4 ? `BR.${10_000 + index}` : null,
    isKnown: way < 3,
  };
}

function dayOf(who: Customer, count: number, random: Random): Body[] {
  const written: string[] = who.isKnown ? ['m0'] : [];
  const edited = new Set<string>();
  const out: Body[] = [];
  const ours: string[] = [];
  for (let turn = 1; turn <= count; turn += 1) {
    const at = turn * 60;
    const id = `${turn}`;
    const earlier = written.length === 0 ? null : random.pick(written);
    const act = random.next();
    if (who.isKnown && turn === count && who.index % 3 === 1) out.push(changedNumber(who, id, at));
    else if (act < 0.12 && earlier !== null) out.push(event(who, reactionTo(who, id, earlier, random, at)));
    else if (act < 0.18 && earlier !== null && !edited.has(earlier)) {
      edited.add(earlier);
      for (const [step, words] of ['melhor', 'melhor ainda'].entries())
        out.push(event(who, editOf(who, `${id}e${step}`, earlier, words, at + step)));
    } else if (act < 0.21 && earlier !== null) out.push(event(who, deletionOf(who, id, earlier, at)));
    else if (who.isKnown && act < 0.3) {
      const echo = `e${id}`;
      ours.push(echo);
      written.push(echo);
      out.push(echoed(who, echo, at));
    } else if (who.isKnown && act < 0.42) out.push(...statesOf(who, ours, random, at));
    else if (who.isKnown && act < 0.43) out.push(event(who, deviceOf(who, id, at)));
    else {
      const message = `m${id}`;
      written.push(message);
      const quoted = random.chance(0.15) ? (earlier ?? 'never') : null;
      // Some come several to a webhook.
      const more = random.chance(0.1) ? [text(who, `n${id}`, at + 1), kindOf(who, `o${id}`, random, at + 2)] : [];
      out.push(webhook(who, [{ ...kindOf(who, message, random, at), ...context(who, quoted) }, ...more], []));
    }
  }
  return out;
}

const idOf = (who: Customer, local: string): string => `wamid.${who.index}.${local}`;
const stamp = (at: number): string => String(START + at);

/** Who is known by both shows both, or only the id; a number also comes without its ninth digit. */
function sender(who: Customer, local: string): object {
  const onlyId = who.userId !== null && local.length % 2 === 0;
  if (who.number === null || onlyId) return { from_user_id: who.userId };
  const short = who.index % 10 === 5 && local.length % 2 === 0;
  const from = short ? who.number.slice(0, 4) + who.number.slice(5) : who.number;
  return { from, ...(who.userId === null ? {} : { from_user_id: who.userId }) };
}

const text = (who: Customer, local: string, at: number): object => ({
  ...sender(who, local),
  id: idOf(who, local),
  timestamp: stamp(at),
  type: 'text',
  text: { body: `palavras ${idOf(who, local)}` },
});

function kindOf(who: Customer, local: string, random: Random, at: number): object {
  const plain = text(who, local, at);
  const medium = (type: string, more: object = {}) => ({
    ...plain,
    text: undefined,
    type,
    [type]: { id: `media-${who.index}-${local}`, mime_type: 'text/plain', ...more },
  });
  const kind = random.next();
  if (kind < 0.02) return medium('document', { filename: 'nota.txt', caption: 'a nota' });
  if (kind < 0.03) return medium('audio', { voice: true });
  if (kind < 0.1) return { ...plain, type: 'location', location: { latitude: -8.05, longitude: -34.9, name: 'Loja' } };
  if (kind < 0.13)
    return {
      ...plain,
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'Rui' }, phones: [{ phone: '+55 11 4' }] }],
    };
  if (kind < 0.16)
    return {
      ...plain,
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: '1', title: 'Sim' } },
    };
  if (kind < 0.18) return { ...plain, type: 'hologram' };
  if (kind < 0.2)
    return { ...plain, referral: { headline: 'Oferta', source_type: 'ad', source_url: 'https://a.example' } };
  return plain;
}

const context = (who: Customer, quoted: string | null): object =>
  quoted === null ? {} : { context: { id: idOf(who, quoted) } };

const changeOf = (who: Customer, local: string, at: number, type: string, part: object): object => ({
  ...sender(who, local),
  id: idOf(who, `c${local}`),
  timestamp: stamp(at),
  type,
  [type]: part,
});
const reactionTo = (who: Customer, local: string, target: string, random: Random, at: number): object =>
  changeOf(who, local, at, 'reaction', {
    message_id: idOf(who, target),
    ...(random.chance(0.3) ? {} : { emoji: random.pick(['👍', '❤️', '😮', '🙏']) }),
  });
const editOf = (who: Customer, local: string, target: string, words: string, at: number): object =>
  changeOf(who, local, at, 'edit', {
    original_message_id: idOf(who, target),
    message: { type: 'text', text: { body: words } },
  });
const deletionOf = (who: Customer, local: string, target: string, at: number): object =>
  changeOf(who, local, at, 'revoke', { original_message_id: idOf(who, target) });
const deviceOf = (who: Customer, local: string, at: number): object =>
  changeOf(who, local, at, 'system', { type: 'customer_identity_changed' });

const changedNumber = (who: Customer, local: string, at: number): Body =>
  event(
    who,
    changeOf(who, local, at, 'system', { type: 'user_changed_number', wa_id: `55219${70_000_000 + who.index}` }),
  );

const event = (who: Customer, message: object): Body => webhook(who, [message], []);

/** States of what went out from the telephone, and of the message that a crash interrupted; some are failures. */
function statesOf(who: Customer, ours: string[], random: Random, at: number): Body[] {
  const id = `wamid.${who.index}.sent`;
  const own = `00000000-0000-4000-8000-${String(who.index).padStart(12, '0')}`;
  const target = ours.length > 0 && random.chance(0.6) ? { id: idOf(who, random.pick(ours)) } : { id, own };
  const status = random.pick(['sent', 'delivered', 'read', 'played', 'failed']);
  const carries = 'own' in target && random.chance(0.7);
  const state = {
    id: target.id,
    status,
    timestamp: stamp(at),
    recipient_id: who.number,
    ...(carries ? { biz_opaque_callback_data: own } : {}),
    ...(status === 'failed' ? { errors: [{ code: 131026, title: 'Message undeliverable' }] } : {}),
  };
  return [webhook(who, [], [state])];
}

function webhook(who: Customer, messages: object[], statuses: object[]): Body {
  const contact = {
    profile: { name: who.name },
    ...(who.number === null ? {} : { wa_id: who.number }),
    ...(who.userId === null ? {} : { user_id: who.userId }),
  };
  return envelope(who, 'messages', {
    ...(messages.some((message) => 'from' in message) && who.index % 10 !== 4 ? { contacts: [contact] } : {}),
    ...(messages.length > 0 ? { messages } : {}),
    ...(statuses.length > 0 ? { statuses } : {}),
  });
}

const echoed = (who: Customer, local: string, at: number): Body =>
  envelope(who, 'smb_message_echoes', {
    message_echoes: [
      {
        from: '551140000000',
        to: who.number,
        id: idOf(who, local),
        timestamp: stamp(at),
        type: 'text',
        text: { body: `do telefone ${idOf(who, local)}` },
      },
    ],
  });

const envelope = (who: Customer, field: string, value: object): Body => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '900',
      changes: [
        { field, value: { messaging_product: 'whatsapp', metadata: { phone_number_id: who.phoneNumberId }, ...value } },
      ],
    },
  ],
});
