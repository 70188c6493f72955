import type { SavedText } from '../../../src-shared/protocol/entities.ts';
import type { Template } from '../../../src-shared/protocol/templates.ts';

const plain: Omit<Template, 'id' | 'name' | 'body'> = {
  connectionId: 'wa',
  language: 'pt_BR',
  category: 'utility',
  status: 'approved',
  quality: 'high',
  reason: null,
  format: 'positional',
  header: null,
  footer: null,
  buttons: [],
  unsupported: null,
  version: 1,
};

/** What the shop has at the provider: of every state and header, though few of each. */
export const templates: Template[] = [
  {
    ...plain,
    id: 'retomada',
    name: 'retomada_de_atendimento',
    format: 'named',
    body: {
      text: 'Olá, {{nome}}! Aqui é da Loja Aurora. Podemos continuar o seu atendimento sobre {{assunto}}?',
      parameters: [
        { key: 'nome', example: 'Mariana' },
        { key: 'assunto', example: 'a troca do tênis' },
      ],
    },
    footer: 'Responda para falar com a gente',
    buttons: [{ kind: 'reply', text: 'Sim, podemos', value: null, parameter: null }],
  },
  {
    ...plain,
    id: 'caminho',
    name: 'pedido_a_caminho',
    header: { kind: 'image' },
    body: {
      text: 'Oi, {{1}}! Seu pedido *{{2}}* saiu para entrega e chega {{3}}.',
      parameters: [
        { key: '1', example: 'Mariana' },
        { key: '2', example: '48213' },
        { key: '3', example: 'hoje até as 18h' },
      ],
    },
    footer: 'Loja Aurora',
    buttons: [
      {
        kind: 'url',
        text: 'Acompanhar entrega',
        value: 'https://loja.example/entrega/{{1}}',
        parameter: { key: '1', example: '48213' },
      },
      { kind: 'reply', text: 'Falar com a loja', value: null, parameter: null },
    ],
  },
  {
    ...plain,
    id: 'segunda-via',
    name: 'segunda_via_da_nota',
    header: { kind: 'document' },
    body: { text: 'Segue a segunda via da sua nota fiscal.', parameters: [] },
  },
  {
    ...plain,
    id: 'campanha',
    name: 'campanha_de_inverno',
    category: 'marketing',
    status: 'paused',
    body: { text: 'A coleção de inverno chegou!', parameters: [] },
  },
  {
    ...plain,
    id: 'carrossel',
    name: 'vitrine_da_semana',
    category: 'marketing',
    unsupported: 'carousel',
    body: { text: 'Veja a vitrine da semana.', parameters: [] },
  },
  {
    ...plain,
    id: 'outra-conexao',
    connectionId: 'outra',
    name: 'boas_vindas_filial',
    body: { text: 'Bem-vindo à filial.', parameters: [] },
  },
];

const saved = (shortcut: string, text: string, departmentId: string | null = null): SavedText => ({
  id: shortcut,
  shortcut,
  text,
  departmentId,
  active: true,
  version: 1,
});

/** «Respostas rápidas» of the shop. */
export const savedTexts: SavedText[] = [
  saved('horario', 'Atendemos de segunda a sexta, das 8h às 18h, e aos sábados até as 13h.'),
  saved('oi', '{{Saudacao}}, {{contato.primeiro_nome}}! Aqui é {{atendente.primeiro_nome}}, da Loja Aurora.'),
  saved('prazo', 'O protocolo {{protocolo}} tem retorno em até dois dias úteis, {{contato.nome}}.'),
  saved('telefone', 'Confirma o seu telefone {{contato.telefone}}, {{contato.nome}}?'),
  saved('troca', 'Para trocar, leve o produto com a nota fiscal a qualquer loja até 30 dias após a compra.', 'suporte'),
  saved('atacado', 'No atacado o desconto começa em 30 peças.', 'vendas'),
];
