import { expect, test } from 'vitest';
import { textsOf } from '../../../../src-main/engine/texts.ts';
import { lineText } from '../../../../src-main/engine/transcript/line-text.ts';
import type { MessageView } from '../../../../src-shared/bridge/views.ts';
import { cards, edited, form, order, place, template } from '../../../e2e/gallery/kinds.ts';
import { asked } from '../../../e2e/gallery/mails.ts';
import { message, picture } from '../../../e2e/gallery/talk.ts';

const line = (one: MessageView) => lineText(one, textsOf('pt-BR'), 'pt-BR').replace(/\u00a0/g, ' ');

test.each([
  [
    'a mail with its subject, its copies and the names of its files, without what it quotes',
    asked,
    'Assunto: Troca do pedido 48213\nCc: paulo@cavalcanti.example\nBoa tarde,\n\no tênis chegou no número 38 e eu pedi o 37. Segue a nota e uma foto da etiqueta.\n\nObrigada!\nMariana\n[Documento: Nota fiscal eletrônica do pedido 48213 emitida em novembro.pdf]\n[Documento: etiqueta.jpg]',
  ],
  ['a text', message(1, { text: 'oi' }), 'oi'],
  [
    'a picture with its words',
    message(1, { kind: 'image', media: picture, text: 'achei' }),
    '[Imagem: nota-fiscal.jpg] achei',
  ],
  [
    'a voice note',
    message(1, { kind: 'audio', media: { ...picture, name: 'PTT.ogg', voice: true } }),
    '[Mensagem de voz]',
  ],
  [
    'a place',
    place,
    '[Localização]\nShopping Recife, entrada B · R. Padre Carapuceiro, 777 - Recife · -8.047612, -34.876964',
  ],
  [
    'contact cards',
    cards,
    '[Encaminhada] [Contato compartilhado]\nPaulo Henrique Cavalcanti · Cavalcanti & Filhos Calçados · (81) 99123-4567 · (81) 3223-4455 · paulo@cavalcanti.example',
  ],
  [
    'a form',
    form,
    '[Resposta]\nFormulário de troca\nMotivo: Tamanho\nTamanho desejado: 37\nObservações: O 38 ficou largo, prefiro trocar a devolver',
  ],
  [
    'an order',
    order,
    '[Pedido]\n1 × Tênis Aurora Run 37 preto · R$ 349,90\n3 × Meia esportiva cano médio · R$ 24,50\nTotal: R$ 423,40\nPode embrulhar para presente?',
  ],
  [
    'a template as it was sent',
    { ...template, media: null },
    '[Modelo de mensagem: pedido_pronto] Olá, Mariana! Seu pedido 48213 está pronto para retirada na loja Recife até sábado, 28/11.\nLoja Aurora · responda SAIR para não receber avisos\n[Vou buscar hoje] [Ver o pedido] [Ligar para a loja]',
  ],
  ['an edited message', edited, 'chego às 18h, tudo bem? (editada)'],
  ['a deleted message', message(1, { deleted: true }), '[Mensagem apagada]'],
  ['a failed message', message(1, { direction: 'outbound', text: 'oi', status: 'failed' }), 'oi (falha no envio)'],
  [
    'a kind nobody knows',
    message(1, { kind: 'unknown', unknownKind: 'poll' }),
    '[Mensagem de um tipo que ainda não conhecemos]',
  ],
])('the record holds %s in full', (_what, one, words) => {
  expect(line(one)).toBe(words);
});
