import { describe, expect, it } from 'vitest';
import { photo, photoJpeg } from './harness/pictures.ts';
import { productOfFile } from './harness/product-of-file.ts';
import type { Agent } from './harness.ts';

const marcos = { waId: '5511987650001', name: 'Marcos Leal' };
const elza = { waId: '551133334444', name: 'Dona Elza' };

/** Failures of the provider, as Meta numbers them. */
const UNDELIVERABLE = 131026;

describe('Serving customers of WhatsApp', () => {
  let ana: Agent;
  const product = productOfFile(async (opened) => {
    ana = await opened.agent('Ana Souza');
  });

  it('brings a customer to an available agent by distribution, and carries text and pictures both ways', async () => {
    await product().whatsapp(marcos, 'oi bom dia, a tv q comprei chegou com a tela trincada 😡');
    await ana.tab('Meus');
    await ana.open('Marcos Leal');
    await ana.page.getByText(/veio para você pela distribuição/).waitFor();
    await ana.message('a tv q comprei chegou').waitFor();
    await product().whatsapp(marcos, { bytes: photoJpeg, mime: 'image/jpeg' });
    const picture = ana.log.getByRole('img', { name: 'Imagem enviada por Marcos Leal' });
    await picture.waitFor();
    await ana.reply('Sinto muito, Marcos! Veja o comprovante da troca:');
    await ana.message('Sinto muito, Marcos!').getByRole('button', { name: 'Lida' }).waitFor();
    await ana.page
      .locator('input[type=file]')
      .setInputFiles({ name: 'troca.png', mimeType: 'image/png', buffer: photo });
    await ana.page.getByText('Pronto para enviar').waitFor();
    await ana.reply('É este aqui');
    await ana.message('É este aqui').getByRole('button', { name: 'Lida' }).waitFor();
    const sent = product().graph.businessMessages().at(-1);
    expect(sent?.media?.mime).toBe('image/png');
    expect(Buffer.from(sent?.media?.bytes ?? []).equals(photo)).toBe(true);
  });

  it('says why a message was not delivered and what to do, and makes a real new attempt', async () => {
    product().graph.faults.failDeliveries(1, UNDELIVERABLE);
    await ana.reply('A coleta será na sexta');
    const message = ana.message('A coleta será na sexta');
    await message.getByText('Não enviada: o WhatsApp não consegue entregar a este cliente').waitFor();
    await message.getByText(/Confira o número ou use outro canal\.$/).waitFor();
    await ana.card('Marcos Leal').filter({ hasText: 'Falha no envio' }).waitFor();
    const attempts = () =>
      product()
        .graph.businessMessages()
        .filter(({ text }) => text === 'A coleta será na sexta').length;
    const before = attempts();
    await message.getByRole('button', { name: 'Tentar novamente' }).click();
    await message.getByRole('button', { name: 'Lida' }).waitFor();
    expect(attempts()).toBe(before + 1);
    await message.getByRole('button', { name: 'Lida' }).click();
    const story = ana.page.getByRole('dialog', { name: 'Detalhes da mensagem' });
    await story.getByText('Tentativa 1').waitFor();
    await story.getByText('Tentativa 2').waitFor();
    expect(await story.getByText('Tentativa 3').count()).toBe(0);
    await ana.page.keyboard.press('Escape');
    await ana.card('Marcos Leal').filter({ hasNotText: 'Falha no envio' }).waitFor();
  });

  it('refuses a file that the channel does not take, before anything is sent', async () => {
    const before = product().graph.businessMessages().length;
    const files = ana.page.locator('input[type=file]');
    await files.setInputFiles({ name: 'lista.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
    await ana.page
      .getByRole('alert')
      .filter({ hasText: '«lista.svg»: este canal não aceita arquivos deste tipo' })
      .waitFor();
    const large = Buffer.concat([photo, Buffer.alloc(6 * 1024 * 1024)]);
    await files.setInputFiles({ name: 'enorme.png', mimeType: 'image/png', buffer: large });
    await ana.page
      .getByRole('alert')
      .filter({ hasText: /«enorme\.png» tem 6 MB, e o limite deste canal é 5/ })
      .waitFor();
    await files.setInputFiles({
      name: 'falsa.png',
      mimeType: 'image/png',
      buffer: Buffer.from('isto não é uma imagem'),
    });
    await ana.page
      .getByText(/Tipo não aceito por este canal|este canal não aceita arquivos deste tipo/)
      .last()
      .waitFor();
    expect(product().graph.businessMessages()).toHaveLength(before);
    await ana.page.getByRole('button', { name: 'Remover falsa.png' }).click();
  });

  it('asks for the reason where the department requires one', async () => {
    const elaine = await product().agent('Elaine Ferraz');
    await product().whatsapp(elza, 'Quero meu dinheiro de volta!!');
    await ana.tab('Todos');
    await ana.open('Dona Elza');
    await ana.page.getByRole('button', { name: 'Transferir', exact: true }).click();
    const dialog = ana.page.getByRole('dialog', { name: 'Transferir atendimento' });
    await dialog.getByRole('option', { name: /Financeiro/ }).click();
    await dialog.getByRole('button', { name: 'Transferir', exact: true }).click();
    await ana.card('Dona Elza').waitFor({ state: 'detached' });
    await ana.page.getByText('Este atendimento não está mais disponível').waitFor();

    await elaine.open('Dona Elza');
    await elaine.message('Quero meu dinheiro de volta!!').waitFor();
    await elaine.panel.getByRole('button', { name: 'Finalizar atendimento' }).click();
    await elaine.panel.getByText('Escolha o motivo de contato').waitFor();
    await elaine.panel.getByRole('textbox', { name: 'Motivo de contato' }).fill('estorno');
    await elaine.page.getByRole('option', { name: /Estorno e reembolso/ }).click();
    await elaine.panel.getByRole('button', { name: 'Finalizar atendimento' }).click();
    await elaine.toast('Qualificação realizada com sucesso');
    await elaine.card('Dona Elza').waitFor({ state: 'detached' });
  });
});
