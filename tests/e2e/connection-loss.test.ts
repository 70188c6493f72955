import { describe, expect, it } from 'vitest';
import { agentWindow } from './harness/agent-window.ts';
import { productOfFile } from './harness/product-of-file.ts';
import type { Agent } from './harness.ts';

const marcos = { waId: '5511987650001', name: 'Marcos Leal' };
const rita = { waId: '5511987650002', name: 'Rita Sampaio' };
const joao = { waId: '5511987650003', name: 'João Araújo' };

describe('When the connection is lost', () => {
  let ana: Agent;
  const product = productOfFile(async (opened) => {
    ana = await opened.agent('Ana Souza');
    await opened.whatsapp(marcos, 'Olá, a máquina de lavar não centrifuga');
    await opened.whatsapp(rita, 'Bom dia! Preciso da segunda via do boleto');
    await opened.whatsapp(joao, 'Minha televisão chegou com a tela trincada');
    await ana.card('Marcos Leal').waitFor();
    await ana.card('Rita Sampaio').waitFor();
    await ana.card('João Araújo').waitFor();
    await ana.open('Marcos Leal');
    await ana.reply('Bom dia, Marcos! Já vou ver.');
    await ana.message('Já vou ver.').getByRole('button', { name: 'Lida' }).waitFor();
  });

  it('says so at once when the server dies, and stops the writing to the customer', async () => {
    await ana.field.fill('Estou verificando com a assistência');
    await product().killBackend();
    await ana.lost.waitFor({ timeout: 5_000 });
    await expect.poll(() => ana.field.isDisabled()).toBe(true);
    await expect.poll(() => ana.field.inputValue()).toBe('Estou verificando com a assistência');
    await ana.page
      .getByRole('status')
      .filter({ hasText: /^Perda de conexão$/ })
      .waitFor();
    await expect.poll(() => ana.page.getByRole('button', { name: 'Enviar' }).isDisabled()).toBe(true);
    await expect.poll(() => ana.page.getByRole('button', { name: 'Transferir', exact: true }).isDisabled()).toBe(true);
  });

  it('keeps everything received readable and searchable, accents or not', async () => {
    await ana.open('Rita Sampaio');
    await ana.message('Preciso da segunda via do boleto').waitFor();
    await expect.poll(() => ana.field.getAttribute('placeholder')).toBe('Perda de conexão');
    const search = ana.page.getByRole('searchbox', { name: 'Buscar conversas e mensagens' });
    await search.fill('televisao');
    const results = ana.page.getByRole('listbox', { name: 'Resultados da busca' });
    await results.getByRole('option', { name: /João Araújo/ }).click();
    await ana.page.getByRole('heading', { level: 2, name: 'João Araújo' }).waitFor();
    await ana.message('tela trincada').waitFor();
    await search.fill('');
  });

  it('keeps notes, a tag and a qualification, visibly waiting', async () => {
    await ana.note('Foto da caixa anexada ao pedido');
    await ana.message('Foto da caixa').getByRole('button', { name: 'Pendente neste computador' }).waitFor();
    await ana.panel.getByRole('button', { name: 'Adicionar tag' }).click();
    await ana.page.getByRole('option', { name: 'Urgente' }).click();
    await ana.panel.getByRole('img', { name: 'Urgente: pendente, será adicionada quando a conexão voltar' }).waitFor();
    await ana.open('Rita Sampaio');
    await ana.panel.getByRole('textbox', { name: 'Motivo de contato' }).fill('segunda via');
    await ana.page.getByRole('option', { name: /Segunda via de boleto/ }).click();
    await ana.panel.getByRole('textbox', { name: 'Descrição do atendimento' }).fill('Boleto reenviado');
    await ana.panel.getByRole('button', { name: 'Finalizar atendimento' }).click();
    await ana.page.getByText('Finalização pendente: será aplicada quando a conexão voltar').first().waitFor();
    await ana.page.getByRole('button', { name: '3 alterações aguardando envio' }).click();
    const drawer = ana.page.getByRole('dialog', { name: 'Alterações deste computador' });
    await drawer.getByText('Observação', { exact: true }).waitFor();
    await drawer.getByText('Adicionar tag', { exact: true }).waitFor();
    await drawer.getByText('Finalizar atendimento', { exact: true }).waitFor();
    await ana.page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('starts without a network from what it has, with drafts and what waits', async () => {
    await ana.open('Marcos Leal');
    await ana.desktop.context.close();
    await ana.desktop.program.kill();
    const desktop = await product().desktop({ folder: ana.desktop.folder });
    ana = { ...agentWindow(desktop.page), desktop };
    await ana.lost.waitFor();
    await ana.open('Marcos Leal');
    await ana.message('a máquina de lavar não centrifuga').waitFor();
    await expect.poll(() => ana.field.inputValue()).toBe('Estou verificando com a assistência');
    await ana.page.getByRole('button', { name: '3 alterações aguardando envio' }).waitFor();
    await ana.open('João Araújo');
    await ana.message('Foto da caixa anexada').waitFor();
  });

  it('comes back by itself: what waited is applied once, and every conversation is brought up to date', async () => {
    const written = product().graph.customerWrites({ ...marcos, text: 'Oi? Ainda está aí?' });
    const other = product().graph.customerWrites({ ...joao, text: 'Mando o vídeo também' });
    await product().startBackend();
    await Promise.all([written.delivered, other.delivered]);
    await ana.lost.waitFor({ state: 'detached', timeout: 20_000 });
    await ana.page.getByRole('button', { name: /aguardando envio/ }).waitFor({ state: 'detached' });
    // João's conversation is the open one; Marcos's was brought up to date beside it.
    await ana.card('Marcos Leal').filter({ hasText: 'Oi? Ainda está aí?' }).waitFor();
    await ana.message('Mando o vídeo também').waitFor();
    expect(await ana.message('Foto da caixa anexada').count()).toBe(1);
    await ana.panel.getByRole('button', { name: 'Remover tag Urgente' }).waitFor();
    await ana.card('Rita Sampaio').waitFor({ state: 'detached' });
    const bruno = await product().agent('Bruno Lima', { available: false });
    await bruno.open('João Araújo');
    await bruno.message('Foto da caixa anexada').waitFor();
    expect(await bruno.message('Foto da caixa anexada').count()).toBe(1);
    await bruno.desktop.context.close();
    await bruno.desktop.program.end();
  });

  it('sends what was half written, once', async () => {
    await ana.open('Marcos Leal');
    await expect.poll(() => ana.field.isEnabled()).toBe(true);
    await ana.field.press('Enter');
    await ana.message('Estou verificando com a assistência').getByRole('button', { name: 'Lida' }).waitFor();
    const sent = product()
      .graph.businessMessages()
      .filter(({ text }) => text === 'Estou verificando com a assistência');
    expect(sent).toHaveLength(1);
  });

  it('notices a line that is open but silent, loses no message that was on its way, and sends it once', async () => {
    product().network.hold('both');
    await ana.reply('O técnico passa amanhã cedo');
    await ana.lost.waitFor({ timeout: 30_000 });
    await ana
      .message('O técnico passa amanhã cedo')
      .getByRole('button', { name: 'Pendente neste computador' })
      .waitFor();
    product().network.release();
    await ana.lost.waitFor({ state: 'detached', timeout: 30_000 });
    await ana.message('O técnico passa amanhã cedo').getByRole('button', { name: 'Lida' }).waitFor();
    const sent = product()
      .graph.businessMessages()
      .filter(({ text }) => text === 'O técnico passa amanhã cedo');
    expect(sent).toHaveLength(1);
    expect(await ana.message('O técnico passa amanhã cedo').count()).toBe(1);
  });
});
