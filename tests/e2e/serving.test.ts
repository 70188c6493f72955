import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordNotifications } from './harness/notifications.ts';
import { photo } from './harness/pictures.ts';
import { productOfFile } from './harness/product-of-file.ts';
import type { Agent } from './harness.ts';

/** A customer's whole way: from the queue through two agents to the history. */
describe('Serving customers of the live chat', () => {
  let ana: Agent;
  let camila: Agent;
  const product = productOfFile(async (opened) => {
    ana = await opened.agent('Ana Souza');
    camila = await opened.agent('Camila Torres');
  });

  it('takes a visitor from the queue, answers, and both see what became of each message', async () => {
    const shop = await product().visitor(1);
    await shop.says('Oi! Vocês têm o Tênis Orla no 37? 👟');
    await ana.tab('Sem atendente');
    const card = ana.card('Visitante 1');
    await card.waitFor();
    await expect
      .poll(() => ana.page.getByRole('tab', { name: /^Sem atendente/ }).textContent())
      .toBe('Sem atendente 1');
    await expect.poll(() => ana.page.getByRole('tab', { name: /^Meus/ }).textContent()).toBe('Meus 0');
    await ana.open('Visitante 1');
    await ana.page.getByText(/na fila de Vendas há/).waitFor();
    await expect.poll(() => ana.field.isDisabled()).toBe(true);
    await ana.page.getByRole('button', { name: 'Assumir' }).click();
    await ana.tab('Meus');
    await card.waitFor();
    await shop.page.getByText('Ana Souza entrou na conversa').first().waitFor();

    await ana.field.pressSequentially('Temos');
    await shop.page.getByText('Ana Souza está digitando…').first().waitFor();
    await ana.reply('Temos sim! Veja em https://loja.example/orla 😊');
    await shop.sees('Temos sim!');
    await ana.message('Temos sim!').getByRole('button', { name: 'Lida' }).waitFor();
    await shop.sees('· Lida');

    await shop.sendsPicture({ name: 'tenis.png', mimeType: 'image/png', buffer: photo });
    await ana.log.getByRole('img', { name: /Visitante 1/ }).waitFor();
    await ana.page
      .locator('input[type=file]')
      .setInputFiles({ name: 'orla.png', mimeType: 'image/png', buffer: photo });
    await ana.page.getByText('Pronto para enviar').waitFor();
    await ana.reply('Esta é a cor nova');
    await shop.log.getByRole('img', { name: 'orla.png' }).waitFor();
    await shop.sees('Esta é a cor nova');
  });

  it('serves two visitors at once without mixing them', async () => {
    const second = await product().visitor(2);
    await second.says('Boa tarde, e o frete para Recife?');
    await ana.tab('Todos');
    await ana.open('Visitante 2');
    await ana.page.getByRole('button', { name: 'Assumir' }).click();
    await ana.reply('Para Recife sai por R$ 19,90');
    await second.sees('Para Recife sai por R$ 19,90');
    expect(await second.log.getByText('Temos sim!').count()).toBe(0);
    await ana.open('Visitante 1');
    await ana.message('Temos sim!').waitFor();
    expect(await ana.log.getByText('Recife').count()).toBe(0);
  });

  it('mentions a colleague in a note, who is told, and the customer is not', async () => {
    const told = await recordNotifications(camila.page);
    await ana.page.getByRole('tab', { name: 'Observação' }).click();
    await ana.noteField.pressSequentially('@Cam');
    await ana.page.getByRole('option', { name: /Camila Torres/ }).click();
    await ana.noteField.pressSequentially(' confere o estoque do 37?');
    await ana.page.getByRole('button', { name: 'Registrar' }).click();
    await ana.message('@Camila Torres confere o estoque do 37?').getByText('Observação interna').waitFor();
    const shop = await product().visitor(1);
    await shop.sees('Temos sim!');
    expect(await shop.page.getByText('confere o estoque').count()).toBe(0);
    await expect.poll(told).toEqual(['Ana Souza mencionou você em Visitante 1']);
  });

  it('transfers with a note, and who receives sees everything', async () => {
    await ana.page.getByRole('button', { name: 'Transferir', exact: true }).click();
    const dialog = ana.page.getByRole('dialog', { name: 'Transferir atendimento' });
    await dialog.getByRole('combobox', { name: 'Buscar atendente ou departamento' }).fill('camila');
    await dialog.getByRole('option', { name: /Camila Torres/ }).click();
    await dialog.getByLabel('Observação para quem recebe').fill('Quer o 37 na cor nova');
    await dialog.getByRole('button', { name: 'Transferir', exact: true }).click();
    await ana.page.getByText('Atendimento transferido para Camila Torres').waitFor();
    await camila.tab('Meus');
    await camila.open('Visitante 1');
    for (const text of ['Vocês têm o Tênis Orla', 'Temos sim!', '@Camila Torres', 'Esta é a cor nova']) {
      await camila.message(text).first().waitFor();
    }
    await camila.log.getByText('Ana Souza transferiu para Camila Torres: «Quer o 37 na cor nova»').waitFor();
  });

  it('finishes with a reason and a description, and tells the visitor the protocol number', async () => {
    const shop = await product().visitor(1);
    await camila.reply('Separei para você, pode retirar hoje.');
    await shop.sees('Separei para você');
    const form = camila.panel;
    await form.getByRole('textbox', { name: 'Motivo de contato' }).fill('dispon');
    await camila.page.getByRole('option', { name: /Disponibilidade/ }).click();
    await form.getByRole('textbox', { name: 'Descrição do atendimento' }).fill('Reservado o 37 na cor nova');
    await form.getByRole('button', { name: 'Finalizar atendimento' }).click();
    await camila.toast('Qualificação realizada com sucesso');
    await camila.toast('Descrição adicionada com sucesso');
    await shop.sees(/Atendimento finalizado\. Protocolo \d{4}-\d+/);
  });

  it('keeps it in «Histórico», with a transcript that is saved as PDF', async () => {
    const { page } = camila;
    await page.getByRole('navigation', { name: 'Seções' }).getByRole('button', { name: 'Histórico' }).click();
    const table = page.getByRole('grid', { name: 'Histórico' });
    const line = table.getByRole('row').filter({ hasText: 'Visitante 1' });
    await line.waitFor();
    await expect.poll(() => line.textContent()).toMatch(/Camila Torres.*Disponibilidade.*Reservado o 37 na cor nova/);
    await line.click();
    const transcript = page.getByRole('region', { name: 'Conversa finalizada' });
    await transcript.getByText('Separei para você').waitFor();
    expect(await transcript.getByRole('textbox', { name: 'Mensagem' }).count()).toBe(0);
    await transcript.getByRole('button', { name: 'Exportar PDF' }).click();
    await page.getByText(/^Conversa exportada: .*atendimento-.*\.pdf$/).waitFor();
    const [saved] = await readdir(camila.desktop.downloads);
    expect(saved).toMatch(/^atendimento-\d{4}-\d+\.pdf$/);
    const bytes = await readFile(join(camila.desktop.downloads, saved ?? ''));
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.byteLength).toBeGreaterThan(5_000);
    await transcript.getByRole('button', { name: 'Fechar conversa' }).click();
    await page.getByRole('navigation', { name: 'Seções' }).getByRole('button', { name: 'Atendimento' }).click();
  });

  it('shows the earlier conversation above the new one when the visitor comes back', async () => {
    const shop = await product().visitor(1);
    await shop.says('Voltei! Esqueci de perguntar da meia');
    await camila.tab('Todos');
    await camila.open('Visitante 1');
    await camila.message('Voltei! Esqueci de perguntar da meia').waitFor();
    await camila.log.press('Home');
    await camila.message('Vocês têm o Tênis Orla').waitFor();
    const earlier = camila.log.getByText(/^Chat do site · protocolo/);
    await expect
      .poll(() => earlier.textContent())
      .toMatch(/finalizado por Camila Torres em .* · motivo: Disponibilidade$/);
    await camila.log.press('End');
    await camila.log.getByText(/^Atendimento atual · Chat do site · protocolo/).waitFor();
  });
});
