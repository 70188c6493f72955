import { createRandom, type Random } from '../../../src-backend/demo/seed/random.ts';
import { products } from '../channels/social-desk.ts';
import type { Storm, Webhook } from './two-orders.ts';

type Product = 'instagram' | 'messenger';

const START = 1_795_000_000_000;
const MINUTE = 60_000;

interface Customer {
  index: number;
  product: Product;
  id: string;
}

/** What many customers of Instagram and Messenger do. */
export function createSocialStorm(seed: number, customers: number, webhooks: number): Storm {
  const random = createRandom(seed);
  const people = Array.from({ length: customers }, (_, index): Customer => {
    return { index, product: index % 2 === 0 ? 'instagram' : 'messenger', id: `62900000${1000 + index}` };
  });
  const each = Math.ceil((webhooks - customers) / customers);
  return {
    opening: people.map((who) => said(who, 'm0', 0, { text: 'oi' })),
    interrupted: people.map((who) => {
      return { id: ownId(who), address: who.id, connection: who.product, text: ownText(who) };
    }),
    lanes: people.map((who) => dayOf(who, each, random)),
  };
}

const ownId = ({ index }: Customer): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const ownText = ({ index }: Customer): string => `Um instante, cliente ${index}`;
const midOf = (who: Customer, local: string): string => `m_${who.index}_${local}`;

function dayOf(who: Customer, count: number, random: Random): Webhook[] {
  const written = ['m0'];
  const ours: string[] = [];
  const edited = new Set<string>();
  const out: Webhook[] = [];
  for (let turn = 1; turn <= count; turn += 1) {
    const at = turn * MINUTE;
    const earlier = random.pick(written);
    const act = random.next();
    if (turn === 3) {
      ours.push('own');
      const metadata = who.product === 'messenger' ? { metadata: `turno:${ownId(who)}` } : {};
      out.push(echoed(who, 'own', at, { text: ownText(who), ...metadata }));
    } else if (act < 0.12) {
      const taken = random.chance(0.3);
      const emoji = random.pick(['👍', '❤️', '😮']);
      out.push(
        did(who, at, {
          reaction: { mid: midOf(who, earlier), ...(taken ? { action: 'unreact' } : { action: 'react', emoji }) },
        }),
      );
    } else if (act < 0.18 && !edited.has(earlier)) {
      edited.add(earlier);
      for (const step of [1, 2])
        out.push(
          did(who, at + step, { message_edit: { mid: midOf(who, earlier), text: `melhor ${step}`, num_edit: step } }),
        );
    } else if (act < 0.21) out.push(did(who, at, { message: { mid: midOf(who, earlier), is_deleted: true } }));
    else if (act < 0.33) {
      ours.push(`e${turn}`);
      out.push(echoed(who, `e${turn}`, at, { text: `do telefone ${who.index} ${turn}` }));
    } else if (act < 0.5) out.push(...marksOf(who, ours, random, at));
    else {
      written.push(`m${turn}`);
      const quoted = random.chance(0.15)
        ? { reply_to: { mid: midOf(who, random.chance(0.2) ? 'never' : earlier) } }
        : {};
      out.push(said(who, `m${turn}`, at, { ...kindOf(who, turn, random), ...quoted }));
    }
  }
  return out;
}

function kindOf(who: Customer, turn: number, random: Random): object {
  const text = `palavras ${who.index} ${turn}`;
  const file = (place: number) => ({
    type: 'file',
    payload: { url: `https://cdn.fbsbx.com/media-${who.index}-${turn}-${place}.txt` },
  });
  const kind = random.next();
  if (kind < 0.04) return { attachments: [file(0)] };
  if (kind < 0.07) return { text, attachments: [file(0), file(1), file(2)] };
  if (kind < 0.12)
    return { attachments: [{ type: 'location', payload: { coordinates: { lat: -8.05, long: -34.9 } } }] };
  if (kind < 0.16) return { text, reply_to: { story: { id: '1', url: 'https://a.example/story' } } };
  if (kind < 0.19) return { attachments: [{ type: 'hologram', payload: {} }] };
  if (kind < 0.22) return { text, quick_reply: { payload: 'SIM' } };
  if (kind < 0.25)
    return { text, referral: { ref: 'natal', source: 'ADS', ad_id: '7', ads_context_data: { ad_title: 'Oferta' } } };
  return { text };
}

/** Marks up to a moment (Messenger), or by the message (Instagram); of the future of some messages, too. */
function marksOf(who: Customer, ours: readonly string[], random: Random, at: number): Webhook[] {
  if (who.product === 'instagram') {
    const local = ours.length === 0 ? 'own' : random.pick(ours);
    return [did(who, at, { read: { mid: midOf(who, local) } })];
  }
  const watermark = START + at - random.pick([0, 5, 20]) * MINUTE;
  return [did(who, at, random.chance(0.5) ? { read: { watermark } } : { delivery: { mids: [], watermark } })];
}

const said = (who: Customer, local: string, at: number, message: object): Webhook =>
  did(who, at, { message: { mid: midOf(who, local), ...message } });

const did = (who: Customer, at: number, part: object): Webhook => {
  const { accountId } = products[who.product].account;
  return webhook(who, { sender: { id: who.id }, recipient: { id: accountId }, timestamp: START + at, ...part });
};

function echoed(who: Customer, local: string, at: number, message: object): Webhook {
  const { accountId } = products[who.product].account;
  const part = { message: { mid: midOf(who, local), is_echo: true, ...message } };
  return webhook(who, { sender: { id: accountId }, recipient: { id: who.id }, timestamp: START + at, ...part });
}

function webhook({ product }: Customer, item: object): Webhook {
  const { accountId } = products[product].account;
  const object = product === 'instagram' ? 'instagram' : 'page';
  return { channel: product, body: { object, entry: [{ id: accountId, time: START, messaging: [item] }] } };
}
