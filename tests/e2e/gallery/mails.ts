import type { ChatItem, ConversationView, MessageView } from '../../../src-shared/bridge/views.ts';
import { plainCapabilities, plainMedia } from '../../../src-shared/protocol/defaults.ts';
import type { Connection, Media } from '../../../src-shared/protocol/entities.ts';
import { MINUTE, NOW } from './people.ts';
import { itemOf, message, picture } from './talk.ts';

/** Mails as the chat shows them: with a page, files, quotations, automatic ones, unreadable ones, returned ones. */
const file = (id: string, mime: string, name: string): Media => ({
  ...{ ...plainMedia, id, mime, name, bytes: 348_000, width: null, height: null },
  state: 'ready',
});

const shop = { address: 'loja@aurora.example', name: 'Loja Aurora' };
const mariana = { address: 'mari@provedor.example', name: 'Mariana Cavalcanti' };
const byMail = { channel: 'email' as const, connectionName: 'E-mail da loja' };

const content = {
  ...{ type: 'email' as const, subject: 'Troca do pedido 48213', from: mariana, to: [shop], cc: [], bcc: [] },
  ...{ quoted: null, html: false, remoteImages: 0, automatic: false },
};

export const asked = message(1, {
  ...byMail,
  text: 'Boa tarde,\n\no tênis chegou no número 38 e eu pedi o 37. Segue a nota e uma foto da etiqueta.\n\nObrigada!\nMariana',
  kind: 'document',
  media: file('nota', 'application/pdf', 'Nota fiscal eletrônica do pedido 48213 emitida em novembro.pdf'),
  attachments: [{ ...picture, id: 'etiqueta', name: 'etiqueta.jpg', width: 900, height: 600 }],
  content: {
    ...content,
    cc: [{ address: 'paulo@cavalcanti.example', name: 'Paulo Henrique' }],
    quoted:
      'Em sex., 20 de nov. de 2026 às 10:12, Loja Aurora <loja@aurora.example> escreveu:\n\n> Seu pedido 48213 foi entregue.\n> Conte para nós o que achou!',
    html: true,
    remoteImages: 3,
  },
});

const answered = message(4, {
  ...byMail,
  ...{ direction: 'outbound', authorId: 'ana', authorName: 'Ana Souza', status: 'sent' },
  text: 'Boa tarde, Mariana! Trocamos sem custo: a etiqueta de devolução está no anexo.',
  kind: 'document',
  media: file('devolucao', 'application/pdf', 'etiqueta-de-devolucao.pdf'),
  content: {
    ...{ ...content, subject: 'Re: Troca do pedido 48213', from: shop, to: [mariana] },
    cc: [{ address: 'expedicao@aurora.example', name: null }],
  },
});

const automatic = message(6, {
  ...byMail,
  text: 'Estarei fora do escritório até 30/11. Em caso de urgência, escreva para paulo@cavalcanti.example.',
  content: { ...content, subject: 'Resposta automática: Re: Troca do pedido 48213', automatic: true },
});

export const returned = message(8, {
  ...byMail,
  ...{ direction: 'outbound', authorId: 'ana', authorName: 'Ana Souza', status: 'failed' },
  text: 'Copiando o Paulo, como você pediu.',
  content: { ...content, subject: 'Re: Troca do pedido 48213', from: shop, to: [mariana] },
  failure: { code: 'smtp-5.1.1', detail: '550 5.1.1 no such person here' },
  attempts: [{ at: NOW - MINUTE, outcome: 'failed', code: 'smtp-5.1.1', detail: '550 5.1.1 no such person here' }],
});

export const unreadable = message(9, {
  ...byMail,
  kind: 'unknown',
  unknownKind: 'e-mail',
  media: file('mensagem', 'message/rfc822', 'mensagem.eml'),
  content: { ...content, subject: '', from: { address: 'x@provedor.example', name: 'gerente@banco.example' } },
});

const mails: MessageView[] = [asked, answered, automatic, returned, unreadable];

export const mailItems: ChatItem[] = mails.map(itemOf);

const MB = 1024 * 1024;

export const mailbox: Connection = {
  ...{ id: 'mailbox', channel: 'email', name: 'E-mail da loja', departmentId: 'suporte', version: 1 },
  ...{ address: shop.address, active: true, problem: null },
  capabilities: {
    ...plainCapabilities,
    ...{ textLimit: 20_000, windowMs: null, receipts: ['sent'], typing: false },
    media: [
      { kind: 'image', mimes: ['image/jpeg', 'image/png'], maxBytes: 17 * MB },
      { kind: 'document', mimes: ['application/pdf'], maxBytes: 17 * MB },
    ],
    files: { most: 3, bytes: 17 * MB },
  },
};

/** Mariana's conversation, had by e-mail. */
export const byEmail: Partial<ConversationView> = {
  ...{ channel: 'email', connectionId: mailbox.id, connection: mailbox, windowEndsAt: null, targets: [] },
};
