import type { TemplateSeed } from './templates.ts';

/** The demo shop's templates: one of each kind that an agent meets, and one in each state that cannot be sent. */
const body = (text: string, ...examples: string[]) => ({
  type: 'BODY',
  text,
  ...(examples.length === 0 ? {} : { example: { body_text: [examples] } }),
});
const footer = (text: string) => ({ type: 'FOOTER', text });
const mediumHeader = (format: 'IMAGE' | 'VIDEO' | 'DOCUMENT') => ({
  type: 'HEADER',
  format,
  example: { header_handle: ['https://aurora.example/exemplo'] },
});
const replies = (...texts: string[]) => ({
  type: 'BUTTONS',
  buttons: texts.map((text) => ({ type: 'QUICK_REPLY', text })),
});

const portuguese = { language: 'pt_BR' };

export const demoTemplates: readonly TemplateSeed[] = [
  {
    ...portuguese,
    name: 'retomar_atendimento',
    category: 'UTILITY',
    quality: 'GREEN',
    components: [
      body(
        'Olá, {{1}}! Aqui é da Loja Aurora. Estamos com uma novidade sobre a sua solicitação {{2}}. Podemos continuar o atendimento por aqui?',
        'Mariana',
        '2026-0048213',
      ),
      replies('Sim, pode falar', 'Agora não'),
    ],
  },
  {
    ...portuguese,
    name: 'pedido_a_caminho',
    category: 'UTILITY',
    quality: 'GREEN',
    parameter_format: 'NAMED',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Seu pedido saiu para entrega' },
      {
        type: 'BODY',
        text: 'Oi, {{nome}}! O pedido {{pedido}} saiu hoje e chega até {{previsao}}. Qualquer dúvida, é só responder esta mensagem.',
        example: {
          body_text_named_params: [
            { param_name: 'nome', example: 'Mariana' },
            { param_name: 'pedido', example: 'AU-10482' },
            { param_name: 'previsao', example: 'sexta-feira, 27/11' },
          ],
        },
      },
      footer('Loja Aurora'),
      {
        type: 'BUTTONS',
        buttons: [
          {
            type: 'URL',
            text: 'Rastrear pedido',
            url: 'https://aurora.example/rastreio/{{1}}',
            example: ['https://aurora.example/rastreio/AU-10482'],
          },
        ],
      },
    ],
  },
  {
    ...portuguese,
    name: 'segunda_via_boleto',
    category: 'UTILITY',
    quality: 'GREEN',
    components: [
      mediumHeader('DOCUMENT'),
      body(
        'Olá, {{1}}! Segue a segunda via do boleto no valor de {{2}}, com vencimento em {{3}}. Se já pagou, desconsidere este aviso.',
        'Mariana',
        'R$ 189,90',
        '05/12/2026',
      ),
      footer('Financeiro da Loja Aurora'),
    ],
  },
  {
    ...portuguese,
    name: 'colecao_de_verao',
    category: 'MARKETING',
    quality: 'YELLOW',
    components: [
      mediumHeader('IMAGE'),
      body('{{1}}, a coleção de verão chegou! Use o cupom e ganhe {{2}} de desconto até domingo ☀️', 'Mariana', '15%'),
      footer('Para não receber mais ofertas, responda SAIR'),
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'COPY_CODE', example: 'VERAO15' },
          { type: 'URL', text: 'Ver coleção', url: 'https://aurora.example/verao' },
        ],
      },
    ],
  },
  {
    ...portuguese,
    name: 'como_montar',
    category: 'UTILITY',
    quality: 'UNKNOWN',
    components: [
      mediumHeader('VIDEO'),
      body('{{1}}, neste vídeo mostramos como montar o produto {{2}} em poucos minutos.', 'Mariana', 'Estante Lume'),
      replies('Deu certo', 'Preciso de ajuda'),
    ],
  },
  {
    ...portuguese,
    name: 'retirada_na_loja',
    category: 'UTILITY',
    quality: 'GREEN',
    components: [
      { type: 'HEADER', format: 'LOCATION' },
      body(
        'Boa notícia, {{1}}! O pedido {{2}} já pode ser retirado no endereço acima até {{3}}.',
        'Mariana',
        'AU-10482',
        '30/11',
      ),
      {
        type: 'BUTTONS',
        buttons: [{ type: 'PHONE_NUMBER', text: 'Ligar para a loja', phone_number: '+551140000000' }],
      },
    ],
  },
  {
    ...portuguese,
    name: 'pesquisa_de_satisfacao',
    category: 'UTILITY',
    quality: 'GREEN',
    components: [
      {
        type: 'HEADER',
        format: 'TEXT',
        text: 'Protocolo {{1}}',
        example: { header_text: ['2026-0048213'] },
      },
      body('Como foi o seu atendimento com {{1}}? Sua opinião nos ajuda a melhorar.', 'Ana'),
      replies('Ótimo', 'Regular', 'Ruim'),
    ],
  },
  {
    ...portuguese,
    name: 'boas_vindas',
    category: 'UTILITY',
    quality: 'UNKNOWN',
    components: [
      body('Olá! Aqui é da Loja Aurora. Recebemos o seu contato e queremos ajudar. Podemos conversar por aqui?'),
    ],
  },
  {
    ...portuguese,
    name: 'oferta_relampago',
    category: 'MARKETING',
    status: 'PAUSED',
    quality: 'RED',
    components: [body('{{1}}, só hoje: frete grátis em toda a loja!', 'Mariana')],
  },
  {
    ...portuguese,
    name: 'ganhe_um_premio',
    category: 'MARKETING',
    status: 'REJECTED',
    reason: 'PROMOTIONAL',
    components: [body('Parabéns! Você foi sorteado. Responda com os dados do seu cartão para receber o prêmio.')],
  },
  {
    ...portuguese,
    name: 'aviso_de_ferias_coletivas',
    category: 'UTILITY',
    status: 'PENDING',
    components: [
      body('{{1}}, entre {{2}} e {{3}} nosso atendimento funciona em horário reduzido.', 'Mariana', '21/12', '04/01'),
    ],
  },
];
