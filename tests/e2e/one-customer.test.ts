import { describe, expect, it } from 'vitest';
import { productOfFile } from './harness/product-of-file.ts';
import type { Agent } from './harness.ts';

const marcos = { waId: '5511987650077', name: 'Marcos Leal' };
const elza = { waId: '5511987650088', name: 'Elza Prado' };
const CPF = '52998224725';

describe('One customer on several channels', () => {
  let gabriela: Agent;
  const product = productOfFile(async (opened) => {
    gabriela = await opened.agent('Gabriela Monteiro');
  });
  const dialog = (name: string) => gabriela.page.getByRole('dialog', { name });
  const region = (name: string) => gabriela.panel.getByRole('region', { name });
  const value = (field: string, shown: string) =>
    gabriela.panel.getByRole('button', { name: `Editar ${field}: ${shown}` });
  const fillIn = async (field: string, text: string) => {
    await gabriela.panel.getByRole('button', { name: `Preencher ${field}` }).click();
    await gabriela.page.keyboard.type(text);
    await gabriela.page.keyboard.press('Enter');
  };
  const takes = async (title: string) => {
    await gabriela.open(title);
    await gabriela.page.getByRole('button', { name: 'Assumir' }).click();
  };
  const happened = async (...texts: string[]) => {
    await gabriela.panel.getByRole('tab', { name: 'Linha do tempo' }).click();
    const timeline = gabriela.panel.getByRole('listbox', { name: 'Linha do tempo' });
    for (const text of texts) await timeline.getByRole('option').filter({ hasText: text }).first().waitFor();
    await gabriela.panel.getByRole('tab', { name: 'Ficha' }).click();
  };

  describe('who asks about a product on WhatsApp and about its delivery in the chat of the site', () => {
    it('is linked by the same CPF, which the timeline says: one contact, both conversations', async () => {
      await product().whatsapp(marcos, 'a geladeira inox de vcs tem em 220v?');
      await gabriela.open('Marcos Leal');
      await gabriela.message('a geladeira inox').waitFor();
      await fillIn('CPF', CPF);
      await value('CPF', '529.982.247-25').waitFor();
      const shop = await product().visitor(1);
      await shop.says('Oi, sou o Marcos. Minha geladeira chega quando?');
      await takes('Visitante 1');
      await fillIn('CPF', CPF);
      await gabriela.panel.getByText('(11) 98765-0077').waitFor();
      await region('Atendimentos recentes')
        .getByRole('button', { name: /WhatsApp/ })
        .waitFor();
      await happened('a geladeira inox', 'Minha geladeira chega quando?', 'Mesma pessoa reconhecida');
    });

    it('is served in one conversation, the way of the answer chosen with the keyboard', async () => {
      const { page } = gabriela;
      await page.getByRole('button', { name: 'Mais ações' }).click();
      await page.getByRole('menuitem', { name: 'Juntar com outro atendimento…' }).click();
      const joining = dialog('Juntar com outro atendimento');
      await joining.getByRole('radio').first().waitFor();
      await joining.getByRole('button', { name: 'Juntar' }).click();
      await joining.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Junto com 1 atendimento' }).waitFor();
      await gabriela.message('a geladeira inox').waitFor();
      await gabriela.message('Minha geladeira chega quando?').waitFor();
      const way = page.getByRole('combobox', { name: 'Responder por' });
      await expect.poll(() => way.inputValue()).toMatch(/^Chat do site/);
      await way.focus();
      await page.keyboard.press('ArrowDown');
      await page.getByRole('option', { name: /^WhatsApp/ }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect.poll(() => way.inputValue()).toMatch(/^WhatsApp/);
      const answer = 'Tem sim, Marcos! E a entrega é amanhã.';
      await gabriela.reply(answer);
      await gabriela.message(answer).waitFor();
      await expect.poll(() => product().graph.businessMessages().at(-1)?.text).toBe(answer);
      const shop = await product().visitor(1);
      expect(await shop.log.getByText(answer).count()).toBe(0);
    });

    it('is two again when somebody says so, each with what came through its own address', async () => {
      const { page } = gabriela;
      await page.getByRole('button', { name: 'Junto com 1 atendimento' }).click();
      await page.getByRole('button', { name: /^Separar o atendimento/ }).click();
      await page.getByRole('button', { name: 'Junto com 1 atendimento' }).waitFor({ state: 'detached' });
      await region('Fichas unidas')
        .getByText(/^Reconhecida sozinha em .*: mesmo CPF 529\.982\.247-25$/)
        .waitFor();
      await region('Fichas unidas')
        .getByRole('button', { name: /^Separar/ })
        .click();
      const separating = page.getByRole('dialog', { name: /^Separar/ });
      await separating.getByText(/^Endereços: /).waitFor();
      await separating.getByRole('button', { name: 'Separar', exact: true }).click();
      await separating.waitFor({ state: 'detached' });
      await gabriela.card('Visitante 1').waitFor();
      await gabriela.open('Marcos Leal');
      await gabriela.message('E a entrega é amanhã').waitFor();
      await value('CPF', '529.982.247-25').waitFor();
      await expect.poll(() => gabriela.message('Minha geladeira chega quando?').count()).toBe(0);
    });
  });

  describe('who may be the same person as another one', () => {
    it('is suggested with the reason, never merged by itself, and merged when the agent says so', async () => {
      await product().whatsapp(elza, 'oi, o cupom da promoção ainda vale?');
      await gabriela.open('Elza Prado');
      await gabriela.message('o cupom da promoção').waitFor();
      await fillIn('E-mail', 'elza@casa.example');
      await value('E-mail', 'elza@casa.example').waitFor();
      const shop = await product().visitor(2);
      await shop.says('Fiz um pedido com o cupom e não chegou');
      await takes('Visitante 2');
      await fillIn('E-mail', 'Elza@Casa.example');
      await region('Pode ser a mesma pessoa').getByText('mesmo e-mail elza@casa.example').waitFor();
      await expect.poll(() => gabriela.panel.getByText('(11) 98765-0088').count()).toBe(0);
      await gabriela.panel.getByRole('button', { name: 'Mesclar com Elza Prado…' }).click();
      const merging = dialog('Mesclar contatos');
      await merging
        .getByRole('region', { name: 'Como vai ficar' })
        .getByText(/\(11\) 98765-0088/)
        .waitFor();
      for (const radio of await merging.getByRole('radio', { name: /: Elza Prado$/ }).all()) await radio.check();
      await merging.getByRole('button', { name: 'Mesclar' }).click();
      await merging.waitFor({ state: 'detached' });
      await gabriela.panel.getByText('(11) 98765-0088').waitFor();
      await happened('o cupom da promoção', 'Fiz um pedido com o cupom', 'Mesclado com Elza Prado');
    });

    it('stands alone again when they are separated', async () => {
      await region('Fichas unidas').getByRole('button', { name: 'Separar Elza Prado…' }).click();
      await dialog('Separar Elza Prado?').getByRole('button', { name: 'Separar', exact: true }).click();
      await gabriela.panel.getByText('(11) 98765-0088').waitFor({ state: 'detached' });
      await gabriela.card('Elza Prado').waitFor();
      await gabriela.card('Visitante 2').waitFor();
    });
  });
});
