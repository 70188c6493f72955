/**
 * What people write to a shop and what its agents answer, in pieces: `{…}` is filled when drawn. Several lists are
 * joined into one message, so a million messages share their language but seldom their wording.
 */
export interface Subject {
  /** Part of the department's and the reason's names that it belongs to, in lower case without accents. */
  department: 'suporte' | 'vendas' | 'financeiro';
  reason: string;
  openings: readonly string[];
  agent: readonly string[];
  customer: readonly string[];
  outcomes: readonly string[];
  /** Agents' notes and the description given when finishing. */
  notes: readonly string[];
}

export const subjects: readonly Subject[] = [
  {
    department: 'suporte',
    reason: 'atraso',
    openings: [
      'meu pedido {order} tá atrasado, era pra chegar {past}',
      'cadê meu pedido {order}? o prazo era {past}',
      'comprei {item} {ago} e até agora nada',
      '{item} ainda n chegou em {city}, pedido {order}',
      'o prazo do {order} venceu {past} e ninguém avisou nada',
      'faz {n} dias que o pedido {order} não anda',
      'vcs tem previsão do {order}? é {item}, moro em {city}',
    ],
    agent: [
      'O pedido {order} está com a transportadora em {city}.',
      'Consultei aqui e a última movimentação do {order} foi {past}, às {hour}.',
      'Abri um chamado com a transportadora, protocolo {code}.',
      'Você pode me confirmar se o endereço {street}, em {city}, está correto?',
      'O CD informou que {item} saiu {past} na carga {code}.',
    ],
    customer: [
      'o endereço é {street}, {city}',
      'já tinham me falado {past} e nada',
      'fico em casa até {hour}',
      'o porteiro recebe, ap {n}',
      'preciso {ofItem} até {day}',
      'o rastreio {code} ta parado desde {past}',
    ],
    outcomes: [
      'A nova previsão de entrega do {order} é {day}, até as {hour}.',
      'Consegui prioridade: {item} chega {day} em {city}.',
      'Reenviei {item} hoje, o novo rastreio é {code}.',
    ],
    notes: [
      'Transportadora confirmou entrega {day}. Chamado {code}.',
      'Cliente de {city} avisado da nova data: {day}.',
    ],
  },
  {
    department: 'suporte',
    reason: 'tamanho',
    openings: [
      'queria trocar {item}, ficou pequeno, pedido {order}',
      '{item} do pedido {order} veio {color} e eu pedi outra cor',
      'dá pra trocar {item} {color} por um número maior?',
      'recebi {past} {item} mas o tamanho {size} não serviu',
      'comprei {size} e queria trocar pelo maior, pedido {order}',
    ],
    agent: [
      'Temos {item} no tamanho {size} na cor {color}, posso reservar?',
      'Gerei o código de postagem {code}, válido até {day}.',
      'A peça do pedido {order} está sem uso e com etiqueta?',
      'A troca do pedido {order} é gratuita até {day}.',
    ],
    customer: [
      'sim, só provei, tá com etiqueta',
      'prefiro {color} se tiver no {size}',
      'posso postar {day} na agência de {city}',
      'quero o {size} mesmo, na cor {color}',
      'uso {size} normalmente',
      'levo nos correios {day} depois das {hour}',
    ],
    outcomes: [
      'Troca registrada, {item} {color} sai assim que a postagem {code} chegar.',
      'Reservei {item} tamanho {size}, envio previsto para {day}.',
    ],
    notes: ['Troca do {order}: {item} {color}, tamanho {size}.', 'Postagem {code} enviada ao cliente.'],
  },
  {
    department: 'suporte',
    reason: 'defeito',
    openings: [
      '{item} que comprei {ago} parou de funcionar, pedido {order}',
      'chegou {past} e veio com defeito: {item}',
      'abri a caixa do {order} e {item} tá quebrado',
      '{item} {color} veio riscado, comprei {ago}',
      'a garantia do pedido {order} ainda vale? {item} deu problema',
    ],
    agent: [
      'Pode me mandar uma foto {ofItem} e o número de série?',
      'O pedido {order} está na garantia até {day}.',
      'A assistência em {city} atende de segunda a sexta, até as {hour}.',
      'Já testou {item} em outra tomada?',
      'Solicitei a coleta para {day}, autorização {code}.',
    ],
    customer: [
      'o número de série é {code}',
      'testei em {n} tomadas e nada',
      'prefiro outro, não quero conserto',
      'comprei {ago} e usei {n} vezes só',
      'a coleta pode ser {day} depois das {hour}',
      'moro na {street}, {city}',
    ],
    outcomes: [
      'Aprovado: enviaremos {item} novo até {day}.',
      'A coleta ficou para {day} entre 8h e {hour}, autorização {code}.',
      'O laudo sai até {day}; se confirmado, trocamos {item}.',
    ],
    notes: ['Série {code}, coleta {day}.', 'Defeito: {item}, enviar novo. Pedido {order}.'],
  },
  {
    department: 'vendas',
    reason: 'disponibilidade',
    openings: [
      'tem {item} {color} no tamanho {size}?',
      'vcs ainda têm {item} por R$ {price}?',
      'quando chega {item} {color} de novo?',
      'entrega {item} em {city}? quanto fica o frete?',
      'vi {item} no site por {price}, na loja é o mesmo preço?',
      '{item} {color} tem pronta entrega pra {city}?',
    ],
    agent: [
      'Temos {n} unidades {ofItem} {color}.',
      'Para {city} o frete {ofItem} sai R$ {cents} e chega {day}.',
      'O valor {ofItem} é R$ {price}, em até {n}x.',
      'Em {color} só no tamanho {size}, pode ser?',
      'O lote {code} {ofItem} chega {day}.',
    ],
    customer: [
      'e no pix sai quanto?',
      'pode ser {color} tb',
      'faz por {price}?',
      'meu cep é {cep}',
      'preciso de {n} unidades',
      'se chegar até {day} eu fecho',
      'quero {size}, {color}',
    ],
    outcomes: [
      'Separei {item} {color} em seu nome até {day}, código {code}.',
      'Fechado: {item} por R$ {price}, entrega {day}.',
      'Te aviso por aqui quando {item} chegar, previsão {day}.',
    ],
    notes: ['Interesse: {item} {color} tam. {size}.', 'Avisar quando chegar o lote {code}.'],
  },
  {
    department: 'vendas',
    reason: 'negociacao',
    openings: [
      'faz desconto {inItem} à vista? no site tá {price}',
      'na concorrência {item} tá {price}, vcs cobrem?',
      'quanto fica {n} unidades {ofItem}?',
      'orçamento de {n} unidades {ofItem} pra empresa em {city}',
      'se eu levar {n} tem desconto? é {item} {color}',
    ],
    agent: [
      'Para {n} unidades consigo R$ {price} cada.',
      'No pix fica R$ {price}, com entrega {day}.',
      'Vou pedir aprovação do desconto de {n}% na proposta {code}.',
      'O orçamento {code} vale até {day}.',
    ],
    customer: [
      'melhora um pouco, {price} eu fecho agora',
      'parcela em {n}x?',
      'o frete pra {city} tá incluso?',
      'manda a proposta {code} pro meu email',
      'vou ver com meu sócio e respondo {day}',
      'em {color} fica o mesmo preço?',
    ],
    outcomes: [
      'Aprovado R$ {price} no pix até {day}, cupom {code}.',
      'Proposta {code} enviada: {n} unidades {ofItem}, R$ {price} cada.',
    ],
    notes: ['Proposta {code}, validade {day}.', 'Pediu {n} un. {ofItem} a R$ {price}.'],
  },
  {
    department: 'financeiro',
    reason: 'segunda via',
    openings: [
      'preciso da segunda via do boleto do pedido {order}',
      'meu boleto venceu {past}, dá pra gerar outro? {order}',
      'o boleto de {cents} não abre, pedido {order}',
      'perdi o boleto do {order}, valor {cents}',
    ],
    agent: [
      'O novo boleto do {order}, de R$ {cents}, vence {day}.',
      'Me confirma o CPF do titular do pedido {order}, por favor?',
      'Se preferir, gero um pix de R$ {cents} com código {code}.',
    ],
    customer: [
      '{cpf}',
      'o cpf é {cpf}',
      'pode ser pix então',
      'pago {day} sem falta',
      'tem juros? venceu {past}',
      'manda no email de cadastro',
    ],
    outcomes: [
      'Enviei a segunda via do boleto de R$ {cents}, vencimento {day}.',
      'Segue o pix copia e cola do {order}, válido até as {hour}: {code}.',
    ],
    notes: ['2ª via do {order} enviada, vence {day}.', 'Boleto R$ {cents} trocado por pix {code}.'],
  },
  {
    department: 'financeiro',
    reason: 'estorno',
    openings: [
      'o estorno de {cents} do pedido {order} não caiu ainda',
      'cancelei {ago} e cadê o dinheiro? são {cents}',
      'fui cobrada duas vezes no pedido {order}, {cents} cada',
      'paguei o pix de {cents} {past} e não confirmou, {order}',
      'meu cartão foi recusado {n} vezes no pedido {order}',
    ],
    agent: [
      'O estorno do {order} foi enviado à operadora {past}, NSU {code}.',
      'Localizei o pagamento de R$ {cents} feito {past} às {hour}.',
      'Qual foi a forma de pagamento do pedido {order}?',
      'A duplicidade de R$ {cents} foi confirmada, abri a solicitação {code}.',
    ],
    customer: [
      'paguei no cartão em {n}x',
      'o banco disse que não recebeu nada até {past}',
      'minha fatura fecha {day}',
      'meu cpf é {cpf}',
      'foi no pix, {past} às {hour}',
      'o valor é {cents}',
    ],
    outcomes: [
      'O valor de R$ {cents} cai na sua conta até {day}, comprovante {code}.',
      'Estorno de R$ {cents} confirmado, aparece na fatura que fecha {day}.',
    ],
    notes: ['NSU {code}, R$ {cents}.', 'Estorno do {order} previsto para {day}.'],
  },
];
