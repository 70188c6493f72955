import type { MessageView } from '../../../src-shared/bridge/views.ts';
import type { Content, EmailContent } from '../../../src-shared/protocol/content.ts';
import { readCardPhone } from '../../../src-shared/rules/card-phone.ts';
import { coordinates, gistOf, type MessageNature, textBesideContent } from '../../../src-shared/rules/message-gist.ts';
import { formatMoney, orderTotal } from '../../../src-shared/rules/money.ts';
import { type EngineTexts, fill } from '../texts.ts';

type Told = Pick<
  MessageView,
  'kind' | 'text' | 'media' | 'attachments' | 'content' | 'status' | 'deleted' | 'edited' | 'forwarded'
>;

/** What a message says in the record, in full: a reader of the document cannot press anything to see more. */
export function lineText(message: Told, texts: EngineTexts, language: string): string {
  const words = texts.transcript;
  const { nature } = gistOf(message, message.deleted);
  if (nature === 'deleted') return `[${texts.nature.deleted}]`;
  const head = message.forwarded === null ? null : `[${words.forwarded}]`;
  const state = message.status === 'failed' ? words.failed : message.status === 'pending' ? words.pending : null;
  const marks = [message.edited ? words.edited : null, state].filter((mark) => mark !== null);
  const first = [head, labelOf(message, nature, texts), textBesideContent(message)].filter(Boolean).join(' ');
  const { content } = message;
  const lines =
    content?.type === 'email'
      ? emailLines(message, content, texts)
      : [first, ...(content === null ? [] : linesOf(content, texts, language))];
  const said = lines.filter((line) => line !== '').join('\n');
  return marks.length === 0 ? said : `${said} (${marks.join(', ')})`;
}

function labelOf({ kind, media, content }: Told, nature: MessageNature, texts: EngineTexts): string | null {
  if (nature === 'story') return `[${texts.nature.story}]`;
  if (kind === 'text') return null;
  const voice = nature === 'voice';
  const label = voice ? texts.nature.voice : texts.kind[kind];
  const name = voice ? null : (media?.name ?? (content?.type === 'template' ? content.name : null));
  return `[${name === null ? label : `${label}: ${name}`}]`;
}

function linesOf(content: Content, texts: EngineTexts, language: string): string[] {
  switch (content.type) {
    case 'location':
      return [[content.name, content.address, coordinates(content)].filter(Boolean).join(' · ')];
    case 'contacts':
      return content.cards.map((card) =>
        [
          card.name,
          card.organization,
          ...card.phones.map(({ number }) => readCardPhone(number).words),
          ...card.emails.map(({ address }) => address),
        ]
          .filter(Boolean)
          .join(' · '),
      );
    case 'reply':
      return [
        content.title,
        content.description ?? '',
        ...content.fields.map(({ name, value }) => `${name}: ${value}`),
      ];
    case 'order':
      return orderLines(content, texts, language);
    case 'template':
      return [content.header ?? '', content.footer ?? '', content.buttons.map(({ text }) => `[${text}]`).join(' ')];
    // Lies around the text and has files of its own: see `emailLines`.
    case 'email':
      return [];
    case 'form':
      return content.fields.map(({ name, value }) => `${name}: ${value}`);
    case 'story':
    case 'sticker':
      return [];
  }
}

/** Subject and copies, the words, and the names of all files; what it quotes is in the record already. */
function emailLines(message: Told, { subject, cc, automatic }: EmailContent, texts: EngineTexts): string[] {
  const files = [...(message.media === null ? [] : [message.media]), ...(message.attachments ?? [])];
  const copies = cc.map(({ address }) => address).join(', ');
  return [
    automatic ? `[${texts.transcript.automatic}]` : '',
    subject.trim() === '' ? '' : fill(texts.transcript.subject, { subject }),
    copies === '' ? '' : fill(texts.transcript.copies, { list: copies }),
    message.text ?? '',
    ...files.map(({ name }) => `[${name === null ? texts.kind.document : `${texts.kind.document}: ${name}`}]`),
  ];
}

function orderLines(order: Extract<Content, { type: 'order' }>, texts: EngineTexts, language: string): string[] {
  const total = orderTotal(order.items);
  return [
    ...order.items.map(({ product, quantity, price, currency }) => {
      const item = `${quantity.toLocaleString(language)} × ${product}`;
      return price === null ? item : `${item} · ${formatMoney(price, currency, language)}`;
    }),
    total === null ? '' : fill(texts.transcript.total, { amount: formatMoney(total.amount, total.currency, language) }),
    order.note ?? '',
  ];
}
