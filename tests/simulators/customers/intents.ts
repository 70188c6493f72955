/**
 * What an agent's words mean to a customer: questions and requests to answer, statements to react to, courtesy, and
 * the signs of the end. Patterns run on text without accents, in lower case, sentence by sentence, because the same
 * word asks in one sentence («me manda a foto?») and only mentions in the next («mandei a foto ao setor»).
 */
export const REQUESTS = [
  'name',
  'order',
  'cpf',
  'cnpj',
  'receipt',
  'photo',
  'cep',
  'email',
  'address',
  'pixKey',
  'phone',
  'size',
  'color',
  'when',
  'payment',
  'schedule',
  'quantity',
  'product',
  'rating',
  'problem',
  'choice',
  'confirm',
] as const;
export const STATEMENTS = ['transfer', 'refusal', 'wait', 'solution'] as const;
export const COURTESIES = ['apology', 'howAreYou', 'hello', 'thanks'] as const;
const CLOSINGS = ['anythingElse', 'goodbye'] as const;

export type Request = (typeof REQUESTS)[number];
type Statement = (typeof STATEMENTS)[number];
type Courtesy = (typeof COURTESIES)[number];
type Closing = (typeof CLOSINGS)[number];

/** Everything heard in one go. `unclear`: a question that fits nothing known. */
export interface Heard {
  requests: Request[];
  statements: Statement[];
  courtesies: Courtesy[];
  closings: Closing[];
  unclear: boolean;
}

const requestPatterns: Record<Request, RegExp> = {
  name: /\b(seu|teu|o) nome\b|nome completo|com quem (eu )?(falo|estou falando)|como (voce |vc )?se chama|nome d[oa] titular/,
  order:
    /(numero|n[ºo°.]*|codigo|cod) d[oae] (seu )?(pedido|compra)|qual (e |seria )?o (seu )?pedido|\bpedido (e|seria) qual|(informa|passa|manda|diz|envia|me da)\w* o (seu )?pedido/,
  cpf: /\bcpf\b/,
  cnpj: /\bcnpj\b/,
  receipt: /comprovante/,
  photo: /\b(fotos?|fotinha|imagens?|prints?)\b/,
  cep: /\bcep\b/,
  email: /\be-?mail\b/,
  address:
    /\bendereco\b(?! de e-?mail)|onde (voce |vc |o senhor |a senhora )?mora|\brua e (o )?numero|(nome|numero) da rua/,
  pixKey:
    /chave (do )?pix|dados bancarios|conta (bancaria|corrente)|\bpix (para|pra) (devol|reembols|estorn)|qual (e )?(o )?(seu|teu) pix/,
  phone: /\btelefone\b|\bcelular\b.*(contato|numero)|numero (para|de) contato/,
  size: /\btamanho|numeracao|que numero (voce |vc )?(cal|us|vest)|qual numero (voce |vc )?(cal|us|vest)|\baltura\b|\bmedidas?\b/,
  color: /\b(qual|que|quais|prefere) (e )?(a |as )?(sua )?cor(es)?\b|\bcor (voce|vc|pref|deseja|gostaria)/,
  when: /\bquando\b|\bque dia (foi|voce|chegou|comprou)|\bdata (d[aeo]|em que|que)|ha quanto tempo|faz quanto tempo/,
  payment:
    /forma de pagamento|como (voce |vc |foi |sera |seria )?(pagou|pagar|quer pagar|prefere pagar|vai pagar|pago|o pagamento)|metodo de pagamento|pagou (com|no|por|em|via)|pagamento (foi|sera|seria) (no|via|em|por)|(pix|boleto|cartao) ou (no |em |por )?(pix|boleto|cartao|parcelad)|(quer|vai|prefere|deseja) parcelar/,
  schedule:
    /(melhor|qual|que) (horario|periodo|turno|dia)|que horas|alguem (em casa|para receber|no local)|disponibilidade/,
  quantity: /quant[ao]s? (unidades|pecas|pares|itens|camisetas|caixas|vai|voces|pessoas)|qual (e )?a quantidade/,
  product:
    /(qual|que|quais) (e |foi |seria |sao )?(o |os )?(produto|modelo|item|itens|peca|aparelho)|(nome|link|referencia|codigo) do (produto|item|modelo)/,
  rating: /\bnota (de|para|pro|pra)\b|\bavali(e|ar|a|acao)\b|de [01] a (5|10)/,
  problem:
    /o que (foi que )?(aconteceu|houve|ocorreu|esta acontecendo|deu)|(como|em que) (eu )?(posso|podemos|poderia) (te |lhe |o |a )?(ajud|auxili|ser util)|qual (e |seria |foi )?(o |a |seu |sua )*(problema|motivo|defeito|duvida|solicitacao|assunto|reclamacao)|me (conta|conte|explica|explique|fala|diz|diga)\b|detalh|descrev|o que (voce |vc )?(precisa|deseja|gostaria)|sobre o que/,
  choice:
    /\bprefere\b|\bpreferencia\b|(troca|trocar|reembolso|estorno|vale|credito|devolucao|devolver|reenvio|outro) .*\bou\b|\bou (o |um |a |uma )?(troca|trocar|reembolso|estorno|vale|credito|devolucao|outro|reenvio|outra)|qual (das )?opc/,
  confirm:
    /pode ser\b|\bconfirma\b|\bpode confirmar\b|tudo (bem|certo|ok) (para|pra|assim|por)|(esta|ta|tudo) (correto|certo|ok)\b|\bconcorda\b|\b(posso|podemos) (fazer|seguir|prosseguir|confirmar|enviar|gerar|abrir|cancelar|solicitar|reservar|fechar|trocar|alterar|mandar|registrar)|\b(ok|certo|combinado|fechado|beleza|blz|correto|isso)\s*\?|deseja (prosseguir|seguir|continuar|confirmar|cancelar|realmente|que)|aceita\b|quer que eu|gostaria (que|de (prosseguir|seguir|continuar|confirmar))|(conseguiu|consegue) (abrir|acessar|ver|baixar|visualizar|receber)|\bfaz sentido|ficou (claro|alguma duvida)|deu certo/,
};

const statementPatterns: Record<Statement, RegExp> = {
  transfer:
    /\btransfer(ir|indo|i|ido)\b|\b(encaminhar?|encaminhando|passar|direcionar) (voce|vc|seu|o|sua|a|para o) ?.*(setor|departamento|colega|atendimento|equipe|financeiro|vendas|suporte)|setor responsavel/,
  refusal:
    /infelizmente|\bnao (e|eh|sera|foi) possivel|\bnao (conseguimos|podemos|consigo|posso|temos|tenho|trabalhamos|fazemos|aceitamos|cobre)|fora do prazo|esgotad|indisponivel|sem estoque|nao ha (mais )?estoque/,
  wait: /\baguard(e|a|ar|o)\b|(um|1|so um|alguns|uns|dois|2|5) (momento|momentinho|minut|instante|segund)|\bso um (momento|instante|minut|segund|pouco)|\bja (te |lhe )?(retorno|volto|verifico|respondo|vejo)|(vou|irei|estou|to) (verific|consult|chec|ver\b|analis|conferi|confirm|localiz|busc|falar com)|deixa eu (ver|confer|verific|olhar)|\bverificando\b/,
  solution:
    /\b(reembols|estorn|ressarc)|nova (peca|unidade|entrega|via)|(2a|2ª|segunda) via|codigo de (rastreio|rastreamento|postagem|barras)|logistica reversa|\bsegue\b|\bprazo\b|dias? ute?is|\bhoras uteis|\bja (solicitei|gerei|enviei|reenviei|cancelei|corrigi|abri|alterei|atualizei|troquei|providenciei|liberei|foi|esta|fiz|reservei)|\b(solicitei|gerei|enviei|reenviei|cancelei|corrigi|alterei|atualizei|providenciei|liberei|reservei|acabei de)\b|\bconsegui\b|\b(enviad|reservad|cancelad|agendad|emitid|postad|alterad|atualizad|corrigid|creditad|confirmad)[oa]s?\b|\b(entrega|chegada|previsao) (hoje|amanha|para|prevista|na|em)\b|\bresolvid|\baprovad|\bliberad|\bdesconto\b|(consigo|conseguimos|podemos|posso) (te |lhe )?(fazer|dar|oferecer|enviar|mandar|deixar|trocar|liberar)|(chega|chegara|entregue|entrega|recebe|receber) (ate|em|no dia|na|hoje|amanha|sera)|\blink\b|\bcupom\b|\bfrete gratis|\btemos (sim|esse|essa|o |a |em|no)\b|\bdisponivel\b|\bcusta\b|r\$ ?\d|\bsai (a|por)\b|(vou|vamos|iremos) (trocar|enviar|reenviar|cancelar|alterar|corrigir|emitir|gerar|resolver|estornar|reembolsar|acionar|cobrir)|\bpode (trocar|devolver|retirar|enviar pelos)|\bbasta\b/,
};

const courtesyPatterns: Record<Courtesy, RegExp> = {
  apology: /\bdesculp|sinto muito|lament(o|amos)|perdao|pelo transtorno|pela demora/,
  howAreYou:
    /\b(tudo|td) (bem|bom|certo|joia)\b|como (vai|voce esta|vc esta|esta voce)|\bcomo (o senhor|a senhora) esta/,
  hello:
    /^(oi+e?|ola|opa|e ai|bom dia|boa tarde|boa noite|prezad[oa])\b|\b(meu nome e|me chamo|aqui (e|quem fala)|bem[- ]vind|eu sou|sou [oa] )\b/,
  thanks: /\bobrigad[oa]|\bagradec|\bvaleu\b|\bgrat[oa]\b/,
};

const closingPatterns: Record<Closing, RegExp> = {
  anythingElse:
    /(algo|alguma coisa|alguma duvida|coisa) (a )?mais|em (algo|que|alguma coisa)? ?mais (em que |no que |que )?(posso|podemos|eu)|mais (alguma|algo|algum)\b|(posso|podemos) (te |lhe )?(ajudar|auxiliar) (com |em )?(mais|algo mais|outra)|ajud(o|a|ar) (em|com) (algo )?mais|mais em que|precisa de mais|outra duvida/,
  goodbye:
    /tenha (um|uma) (otim|bo|excelente|linda?|lindo)|\b(um|uma) (otimo|otima|bom|boa|excelente) (dia|tarde|noite|semana|fim de semana|final de semana|feriado)\b|ate (logo|mais|breve|a proxima)|bom descanso|agradece(mos)? (o|seu|pelo|a) (contato|preferencia)|(encerr|finaliz)(ar|ando|arei|o|amos|ado) .*(atendimento|conversa|chat|protocolo)|\btchau\b|foi um prazer|conte (sempre )?com a gente|estamos a disposicao|qualquer coisa .*(chama|chamar|disposicao)/,
};

const asking =
  /\?|\b(pode|poderia|podes|consegue|conseguiria|me (informa|passa|manda|envia|diz|fala|confirma|da|conta|explica|descreve|diga|conte|fale|informe|passe|mande|envie)|informe|envie|mande|digite|preciso (d|que|do|da|confirmar)|precisarei|necessito|qual|quais|favor|gentileza|por gentileza|peco|solicito|aguardo (o|a|seu|sua))\b/;

/** Lower case, without accents or repeated blanks: what patterns are written against. */
export function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ \t]+/g, ' ')
    .trim();
}

function sentences(text: string): string[] {
  return plain(text).match(/[^.!?\n;]+[.!?;]*|[!?]+/g) ?? [];
}

function matching<Name extends string>(
  names: readonly Name[],
  patterns: Record<Name, RegExp>,
  sentence: string,
): Name[] {
  return names.filter((name) => patterns[name].test(sentence)).sort((a, b) => at(a) - at(b));
  function at(name: Name): number {
    return sentence.search(patterns[name]);
  }
}

/** «e-mail» inside a sentence about CPF and e-mail asks for both; but general asks give way to the precise ones. */
function precise(requests: Request[]): Request[] {
  const general: readonly Request[] = ['problem', 'confirm', 'choice', 'when', 'product'];
  const exact = requests.filter((request) => !general.includes(request));
  if (exact.length === 0) return requests.slice(0, 1);
  // «foto do comprovante» is one request, and so is «endereço com CEP»: the narrower answer carries both.
  return exact.filter(
    (request) =>
      !(request === 'photo' && exact.includes('receipt')) && !(request === 'phone' && exact.includes('pixKey')),
  );
}

/** Understands one or several agent messages joined by line breaks. Never throws; unknown words are `unclear` or nothing. */
export function understand(text: string): Heard {
  const heard: Heard = { requests: [], statements: [], courtesies: [], closings: [], unclear: false };
  for (const raw of sentences(text)) {
    const sentence = raw.trim();
    const asks = asking.test(sentence);
    const closings = matching(CLOSINGS, closingPatterns, sentence);
    if (closings.length > 0) {
      heard.closings.push(...closings);
      continue;
    }
    const courtesies = matching(COURTESIES, courtesyPatterns, sentence);
    const statements = matching(STATEMENTS, statementPatterns, sentence);
    const requests = asks ? precise(matching(REQUESTS, requestPatterns, sentence)) : [];
    heard.courtesies.push(...courtesies);
    // «Vou verificar, me aguarda?» asks for patience, not for data.
    if (statements.includes('wait') && requests.every((request) => request === 'confirm' || request === 'problem')) {
      heard.statements.push('wait');
      continue;
    }
    heard.requests.push(...requests);
    const offersOnly = requests.length === 0 || requests.every((r) => r === 'confirm' || r === 'choice');
    if (offersOnly) heard.statements.push(...statements);
    if (sentence.includes('?') && requests.length === 0 && statements.length === 0 && courtesies.length === 0) {
      heard.unclear = true;
    }
  }
  return {
    requests: [...new Set(heard.requests)],
    statements: [...new Set(heard.statements)],
    courtesies: [...new Set(heard.courtesies)],
    closings: [...new Set(heard.closings)],
    unclear: heard.unclear,
  };
}
