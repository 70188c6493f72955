import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { productOfFile } from './harness/product-of-file.ts';
import type { Agent } from './harness.ts';

const clockFile = join(await mkdtemp(join(tmpdir(), 'turno-clock-')), 'ahead');
await writeFile(clockFile, '0');
const AHEAD_MS = 200 * 24 * 60 * 60_000;

/** To the number of «Vendas», which gives nothing away by itself. */
const helena = { waId: '5511987650001', name: 'Helena Prado', phoneNumberId: '106540352242923' };

/** What a machine no longer keeps: found on the server, read, kept, and there without a network. */
describe('Conversations of long ago', () => {
  let ana: Agent;
  const product = productOfFile(async () => {}, clockFile);
  const section = (agent: Agent, name: 'Atendimento' | 'Histórico' | 'Configurações') =>
    agent.page.getByRole('navigation', { name: 'Seções' }).getByRole('button', { name }).click();
  const transcript = (agent: Agent) => agent.page.getByRole('region', { name: 'Conversa finalizada' });

  it('a conversation is served and finished', async () => {
    const before = await product().agent('Ana Souza');
    await product().whatsapp(helena, 'Bom dia! O liquidificador veio sem a tampa.');
    await before.tab('Todos');
    await before.open('Helena Prado');
    await before.page.getByRole('button', { name: 'Assumir' }).click();
    await before.reply('Bom dia, Helena! Envio a tampa hoje.');
    await before.message('Envio a tampa hoje').waitFor();
    const form = before.panel;
    await form.getByRole('textbox', { name: 'Descrição do atendimento' }).fill('Tampa reenviada');
    await form.getByRole('button', { name: 'Finalizar atendimento' }).click();
    await before.toast('Descrição adicionada com sucesso');
    await before.desktop.program.end();
  });

  it('200 days later a new machine finds it in «Histórico», on the server, and reads it', async () => {
    await writeFile(clockFile, String(AHEAD_MS));
    ana = await product().agent('Ana Souza');
    await section(ana, 'Histórico');
    const older = ana.page.getByRole('table', { name: 'No servidor' });
    const line = older.getByRole('row').filter({ hasText: 'Helena Prado' });
    await line.waitFor();
    await expect.poll(() => line.textContent()).toContain('Tampa reenviada');
    expect(await ana.page.getByRole('grid', { name: 'Histórico' }).count()).toBe(0);
    await line.click();
    await transcript(ana).getByText('O liquidificador veio sem a tampa.').waitFor();
    await transcript(ana).getByText('Envio a tampa hoje.').waitFor();
    // It is on this machine now, and no longer among those that are not.
    await ana.page
      .getByRole('grid', { name: 'Histórico' })
      .getByRole('row')
      .filter({ hasText: 'Helena Prado' })
      .waitFor();
    await expect.poll(() => line.count()).toBe(0);
    await transcript(ana).getByRole('button', { name: 'Fechar conversa' }).click();
  });

  it('when the customer comes back, it stands above the new conversation by itself', async () => {
    await section(ana, 'Atendimento');
    await product().whatsapp(helena, 'Olá de novo! A tampa quebrou.');
    await ana.tab('Todos');
    await ana.open('Helena Prado');
    await ana.message('A tampa quebrou').waitFor();
    await ana.message('O liquidificador veio sem a tampa').waitFor();
    await ana.log.getByText(/^WhatsApp · protocolo/).waitFor();
  });

  it('without a network it is still there', async () => {
    product().network.down();
    await ana.lost.waitFor();
    await section(ana, 'Histórico');
    await ana.page
      .getByRole('grid', { name: 'Histórico' })
      .getByRole('row')
      .filter({ hasText: 'Helena Prado' })
      .click();
    await transcript(ana).getByText('O liquidificador veio sem a tampa.').waitFor();
    await ana.page.getByText(/^Sem conexão\. Os atendimentos mais antigos estão no servidor/).waitFor();
    product().network.up();
    await transcript(ana).getByRole('button', { name: 'Fechar conversa' }).click();
  });

  it('«Armazenamento neste computador» says what is kept, and frees what can be fetched again', async () => {
    await section(ana, 'Configurações');
    await ana.page.getByRole('button', { name: 'Armazenamento neste computador' }).click();
    const kept = ana.page.getByRole('row', { name: /^Atendimentos mais antigos que foram abertos/ });
    await expect.poll(() => kept.textContent()).toMatch(/1$/);
    await ana.page.getByRole('button', { name: 'Liberar espaço agora' }).click();
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Liberar espaço' }).click();
    await ana.toast('Espaço liberado');
    await expect.poll(() => kept.textContent()).toMatch(/0$/);
  });
});
