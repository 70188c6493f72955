import { describe, expect, test } from 'vitest';
import { understand } from '../../../simulators/customers/intents.ts';

describe('what a customer hears in an agent’s words', () => {
  test.each([
    ['Pode me informar o número do pedido, por favor?', ['order']],
    ['Qual o número do seu pedido e o CPF do titular?', ['order', 'cpf']],
    ['Me manda uma foto do produto?', ['photo']],
    ['Consegue enviar o comprovante do pix?', ['receipt']],
    ['Preciso do endereço completo com CEP', ['address', 'cep']],
    ['Me passa seu e-mail, por gentileza', ['email']],
    ['Qual a sua chave pix para o reembolso?', ['pixKey']],
    ['Qual tamanho você usa?', ['size']],
    ['Como posso te ajudar?', ['problem']],
    ['O que aconteceu com o produto?', ['problem']],
    ['Você prefere a troca ou o reembolso?', ['choice']],
    ['Quando você comprou?', ['when']],
    ['Com quem eu falo?', ['name']],
    ['Informe o CNPJ da empresa', ['cnpj']],
    ['Qual a forma de pagamento?', ['payment']],
    ['Qual o melhor horário para a entrega?', ['schedule']],
  ])('«%s» asks for %j', (text, requests) => {
    expect(understand(text).requests).toEqual(requests);
  });

  test.each([
    ['Vou encaminhar a foto para o setor responsável.', 'transfer'],
    ['Só um momento que vou verificar, tá?', 'wait'],
    ['Vou consultar o seu pedido, aguarde um instante.', 'wait'],
    ['Já solicitei o reembolso, cai em até 7 dias úteis.', 'solution'],
    ['Segue a segunda via do boleto.', 'solution'],
    ['Infelizmente não temos mais esse modelo.', 'refusal'],
  ] as const)('«%s» is a %s, and asks for nothing', (text, statement) => {
    const heard = understand(text);
    expect(heard.statements).toContain(statement);
    expect(heard.requests).toEqual([]);
  });

  test.each([
    ['Posso ajudar em algo mais?', 'anythingElse'],
    ['Ficou mais alguma dúvida?', 'anythingElse'],
    ['Tenha um ótimo dia!', 'goodbye'],
    ['Vou encerrar o atendimento, tá bom?', 'goodbye'],
  ] as const)('«%s» is the sign of the end: %s', (text, closing) => {
    expect(understand(text).closings).toContain(closing);
    expect(understand(text).requests).toEqual([]);
  });

  test('a greeting is only a greeting', () => {
    const heard = understand('Bom dia! Meu nome é Ana, tudo bem?');
    expect(heard.requests).toEqual([]);
    expect(heard.courtesies).toEqual(expect.arrayContaining(['hello', 'howAreYou']));
    expect(heard.unclear).toBe(false);
  });

  test('a question about the weather is not understood, and text without any meaning asks for nothing', () => {
    expect(understand('Está chovendo aí?').unclear).toBe(true);
    expect(understand('').requests).toEqual([]);
    expect(understand('🙂🙂')).toEqual({ requests: [], statements: [], courtesies: [], closings: [], unclear: false });
  });
});
