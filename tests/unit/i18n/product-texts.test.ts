import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/**
 * The texts that the product gives to the letter, where they stand in the interface. What the rows name is what people,
 * screen readers, guides and tests find things by.
 */
const rows: [row: string, area: string, key: string, text: string][] = [
  ['A', 'frame', 'sections.inbox', 'Atendimento'],
  ['A1', 'inbox', 'tabs.all', 'Todos'],
  ['A1', 'inbox', 'tabs.mine', 'Meus'],
  ['A1', 'inbox', 'tabs.unassigned', 'Sem atendente'],
  ['A2', 'inbox', 'order.label', 'Ordenação de conversas'],
  ['A2', 'inbox', 'order.newest', 'Mais recentes'],
  ['A2', 'inbox', 'order.oldest', 'Mais antigas'],
  ['A3', 'filters', 'facet.connectionIds', 'Conexões'],
  ['A3', 'filters', 'facet.tagIds', 'Tags'],
  ['A3', 'filters', 'facet.stageIds', 'Negócios na etapa'],
  ['A3', 'filters', 'facet.departmentIds', 'Departamentos'],
  ['A4', 'inbox', 'status.label', 'Status'],
  ['A4', 'inbox', 'status.open', 'Todas em aberto'],
  ['A4', 'inbox', 'status.awaiting', 'Aguardando resposta'],
  ['A4', 'inbox', 'status.failed', 'Falha no envio'],
  ['A4', 'inbox', 'status.finished', 'Finalizadas'],
  ['A4', 'inbox', 'status.automation', 'Automações'],
  ['A7', 'inbox', 'card.failed', 'Falha no envio'],
  ['B2', 'chat', 'failed.retry', 'Tentar novamente'],
  ['B9', 'chat', 'header.transfer', 'Transferir'],
  ['B9', 'chat', 'transfer.confirm', 'Transferir'],
  ['D1', 'contact', 'qualify.title', 'Qualificar atendimento'],
  ['D1', 'contact', 'qualify.description', 'Descrição do atendimento'],
  ['D1', 'contact', 'qualify.finish', 'Finalizar atendimento'],
  ['D1', 'contact', 'qualify.reasonDone', 'Qualificação realizada com sucesso'],
  ['D1', 'contact', 'qualify.descriptionDone', 'Descrição adicionada com sucesso'],
  ['D2', 'frame', 'sections.history', 'Histórico'],
  ['D2', 'history', 'title', 'Histórico'],
  ['E1', 'chat', 'composer.offline', 'Perda de conexão'],
  [
    'E1',
    'frame',
    'connection.lost',
    'Perda de conexão. Você está offline. Aguarde um instante para realizar o envio de mensagens',
  ],
  ['E3', 'chat', 'composer.note', 'Observação'],
  ['F4', 'routing', 'why.title', 'Por que veio para mim'],
  [
    'F5',
    'frame',
    'signOut.openConversations',
    'Você não pode sair enquanto houver atendimentos em andamento. Finalize-os ou transfira-os para sair.',
  ],
];

function textAt(area: string, key: string): unknown {
  const file = new URL(`../../../src-shared/i18n/pt-BR/${area}.json`, import.meta.url);
  let at: unknown = JSON.parse(readFileSync(file, 'utf8'));
  for (const part of key.split('.')) {
    at = typeof at === 'object' && at !== null ? Object.entries(at).find(([name]) => name === part)?.[1] : undefined;
  }
  return at;
}

describe('the product’s texts stand in the interface to the letter', () => {
  it.each(rows)('%s: %s %s «%s»', (_row, area, key, text) => {
    expect(textAt(area, key)).toBe(text);
  });
});
